package dev.lanewise.engine.internal.conv;

import dev.lanewise.engine.internal.gemm.PackedMatrix;
import dev.lanewise.engine.internal.parallel.Work;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/**
 * Fills {@link WinogradWeights} from weights as they are stored, a slice of output channels a part,
 * on the heap and with the channels of the slice innermost: plain loops that the JIT turns into
 * vectors of doubles. Each is transformed in double and rounded once: down by G g, then across by
 * Gᵀ, each a sum of three products from left to right.
 */
public final class WinogradPacking implements Work {
  private static final ValueLayout.OfFloat FLOAT = ValueLayout.JAVA_FLOAT_UNALIGNED;
  private static final int TAPS = 9;
  private static final int SIDE = 3;

  /** Input channels at a time: some 100 KiB of arrays. */
  private static final int BLOCK = 16;

  private final MemorySegment weights;
  private final MemorySegment bias;
  private final int columns;
  private final WinogradWeights target;
  private final double[][] matrix;

  /**
   * The filling of one layer's.
   *
   * @param weights exactly [columns][channels][3][3] floats; read when a part runs
   * @param bias exactly [columns] floats
   */
  public WinogradPacking(
      MemorySegment weights, MemorySegment bias, int columns, WinogradWeights target) {
    this.weights = weights;
    this.bias = bias;
    this.columns = columns;
    this.target = target;
    matrix = target.transform().weightMatrix();
  }

  @Override
  public int parts() {
    return PackedMatrix.slices(columns);
  }

  @Override
  public void run(int slice, int worker) {
    var products = target.products();
    int width = products.getFirst().sliceWidth(slice);
    int first = slice * products.getFirst().sliceWidth(0);
    int used = Math.min(width, columns - first);
    if (used <= 0) {
      return; // Nothing but padding.
    }
    MemorySegment.copy(bias, first * 4L, target.bias(), first * 4L, used * 4L);
    int channels = target.depth();
    int block = Math.min(channels, BLOCK);
    var stored = new float[used * block * TAPS];
    var taps = new double[TAPS * width];
    var half = new double[matrix.length * SIDE * width];
    var factors = new float[products.size() * block * width];
    for (int channel = 0; channel < channels; channel += block) {
      int count = Math.min(block, channels - channel);
      int row = count * TAPS;
      for (int column = 0; column < used; column++) {
        long from = ((long) (first + column) * channels + channel) * TAPS;
        MemorySegment.copy(weights, FLOAT, from * 4, stored, column * row, row);
      }
      for (int c = 0; c < count; c++) {
        gather(stored, c * TAPS, row, taps, width, used);
        transform(taps, half, width, used, factors, c * width, count * width);
      }
      for (int i = 0; i < products.size(); i++) {
        products.get(i).setRows(slice, channel, count, factors, i * count * width);
      }
    }
  }

  /**
   * One input channel's taps, the columns innermost. A method of its own, so that the JIT compiles
   * this loop and not all of {@link #run}, for which a first run would wait a fifth of a second.
   */
  private static void gather(float[] stored, int at, int row, double[] taps, int width, int used) {
    for (int tap = 0; tap < TAPS; tap++) {
      for (int column = 0; column < used; column++) {
        taps[tap * width + column] = stored[column * row + at + tap];
      }
    }
  }

  /**
   * One input channel; columns that are padding stay +0. Factor i of a column goes to {@code at + i
   * · step + column}.
   */
  private void transform(
      double[] taps, double[] half, int width, int used, float[] factors, int at, int step) {
    int n = matrix.length;
    for (int i = 0; i < n; i++) {
      for (int j = 0; j < SIDE; j++) {
        int to = (i * SIDE + j) * width;
        combine(matrix[i], taps, j * width, SIDE * width, half, to, width);
      }
    }
    for (int i = 0; i < n; i++) {
      for (int j = 0; j < n; j++) {
        int to = at + (i * n + j) * step;
        round(matrix[j], half, i * SIDE * width, width, factors, to, used);
      }
    }
  }

  private static void combine(
      double[] by, double[] from, int at, int step, double[] to, int toAt, int width) {
    double a = by[0];
    double b = by[1];
    double c = by[2];
    for (int x = 0; x < width; x++) {
      to[toAt + x] = a * from[at + x] + b * from[at + step + x] + c * from[at + 2 * step + x];
    }
  }

  private static void round(
      double[] by, double[] from, int at, int width, float[] to, int toAt, int used) {
    double a = by[0];
    double b = by[1];
    double c = by[2];
    for (int x = 0; x < used; x++) {
      to[toAt + x] =
          (float) (from[at + x] * a + from[at + width + x] * b + from[at + 2 * width + x] * c);
    }
  }
}
