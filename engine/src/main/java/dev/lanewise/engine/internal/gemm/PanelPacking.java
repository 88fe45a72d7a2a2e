package dev.lanewise.engine.internal.gemm;

import dev.lanewise.engine.internal.parallel.Work;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/**
 * Fills a {@link PackedMatrix} from weights as they are stored, a slice a part.
 *
 * <pre>
 *   weights [columns][channels][taps]  →  slice [taps][channels][columns of the slice]
 *   bias    [columns]                  →  bias  [padded columns]
 * </pre>
 *
 * A slice is turned round in blocks that stay in the first-level cache, on the heap: arrays are
 * fast before anything is compiled, segments are not.
 *
 * <p>Columns that are padding are not written; they are zeros from the allocation.
 */
public final class PanelPacking implements Work {
  private static final ValueLayout.OfFloat FLOAT = ValueLayout.JAVA_FLOAT_UNALIGNED;

  /** Rows of a slice that are turned round together: 16 KiB on either side. */
  private static final int BLOCK = 128;

  private final MemorySegment weights;
  private final MemorySegment bias;
  private final int columns;
  private final int channels;
  private final int taps;
  private final PackedMatrix target;

  /**
   * The filling of one matrix.
   *
   * @param weights exactly {@code columns · channels · taps} floats; read when a part runs
   * @param bias exactly {@code columns} floats
   * @param target of {@code taps · channels} rows, whose columns are these and padding
   */
  public PanelPacking(
      MemorySegment weights,
      MemorySegment bias,
      int columns,
      int channels,
      int taps,
      PackedMatrix target) {
    this.weights = weights;
    this.bias = bias;
    this.columns = columns;
    this.channels = channels;
    this.taps = taps;
    this.target = target;
  }

  @Override
  public int parts() {
    return PackedMatrix.slices(target.columns());
  }

  @Override
  public void run(int slice, int worker) {
    int width = target.sliceWidth(slice);
    int first = slice * target.sliceWidth(0);
    int used = Math.min(width, columns - first);
    if (used <= 0) {
      return; // Nothing but padding.
    }
    MemorySegment.copy(bias, first * 4L, target.bias(), first * 4L, used * 4L);
    int block = Math.min(channels, Math.max(1, BLOCK / taps));
    var rows = new float[block * taps];
    var turned = new float[block * taps * width];
    for (int channel = 0; channel < channels; channel += block) {
      int count = Math.min(block, channels - channel);
      for (int column = 0; column < used; column++) {
        long from = ((long) (first + column) * channels + channel) * taps;
        MemorySegment.copy(weights, FLOAT, from * 4, rows, 0, count * taps);
        turn(rows, count, taps, turned, column, width);
      }
      for (int tap = 0; tap < taps; tap++) {
        target.setRows(slice, tap * channels + channel, count, turned, tap * count * width);
      }
    }
  }

  /** One column's [count][taps] into column {@code column} of [taps][count][width]. */
  private static void turn(
      float[] row, int count, int taps, float[] turned, int column, int width) {
    for (int tap = 0; tap < taps; tap++) {
      int to = tap * count * width + column;
      for (int i = tap; i < count * taps; i += taps) {
        turned[to] = row[i];
        to += width;
      }
    }
  }
}
