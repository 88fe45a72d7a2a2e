package dev.lanewise.engine.internal.conv;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lanewise.engine.internal.gemm.PackedMatrix;
import dev.lanewise.engine.internal.gemm.PanelPacking;
import dev.lanewise.engine.internal.kernel.Epilogue;
import dev.lanewise.engine.internal.parallel.Work;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;
import java.util.Locale;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * How far direct sums and sums in tiles are from float64, on what a residual network's layers see:
 * rectified Gaussian pixels, Gaussian weights. The error is the L2 norm of the differences over
 * that of the outputs.
 */
class WinogradErrorTest {
  private static final ValueLayout.OfFloat FLOAT = ValueLayout.JAVA_FLOAT_UNALIGNED;
  private static final Taps TAPS = new Taps(3, 3, 1, 1, 1, 1, 1, 1, 1, 1);

  /** The textbook's points. */
  private static final WinogradTransform TEXTBOOK = new WinogradTransform(0, 1, -1, 2, -2);

  /**
   * F(4×4) errs 2.1 to 2.2 times as much as the direct sum here, F(2×2) 0.7 times: its sums are a
   * ninth as long. The numbers are random and many, so that others give the same within some per
   * cent. With the textbook's points F(4×4) would be over the bound.
   */
  private static final double F4_TO_DIRECT = 2.5;

  @Test
  void errorsOfASmallLayerAreAsPublished() {
    check(64, 12);
  }

  /** The 3×3 layers of stride 1 of ResNet at 224×224; prints the table that is published. */
  @ParameterizedTest
  @CsvSource({"64, 56", "128, 28", "256, 14", "512, 7"})
  @Tag("slow")
  void errorsOfResNetsLayersAreAsPublished(int channels, int size) {
    check(channels, size);
  }

  private static void check(int channels, int size) {
    try (var layer = new Layer(channels, size)) {
      double direct = layer.errorOf(layer.direct());
      double f2 = layer.errorOf(layer.winograd(WinogradTransform.F2));
      double f4 = layer.errorOf(layer.winograd(WinogradTransform.F4));
      System.out.printf(
          Locale.ROOT,
          "| %d channels at %d×%d | %.2e | %.2e | %.2e |%n",
          channels,
          size,
          size,
          direct,
          f2,
          f4);
      // Each of the roundings errs by 2⁻²⁴/√3 of a partial sum, which is at most about the whole.
      assertThat(direct).isLessThan(Math.sqrt(9 * channels / 3.0) * 0x1p-24);
      assertThat(f2).isLessThan(direct);
      assertThat(f4).isLessThan(F4_TO_DIRECT * direct);
    }
  }

  /** The points of F(4×4) are worth their irrational factors. */
  @Test
  void pointsNearOneHalveTheErrorOfTheTextbooks() {
    // The kernels are written for the points in use, so that both are compared in plain loops.
    double textbook = errorOfLines(TEXTBOOK);
    double ours = errorOfLines(WinogradTransform.F4);
    assertThat(ours).isLessThan(0.75 * textbook);
  }

  /** In one direction, all arithmetic in float: where both directions err twice, the root of it. */
  private static double errorOfLines(WinogradTransform transform) {
    var random = new Random(5);
    double difference = 0;
    double norm = 0;
    for (int line = 0; line < 20_000; line++) {
      var d = new float[transform.inputs()];
      var g = new float[3];
      for (int i = 0; i < d.length; i++) {
        d[i] = (float) Math.max(0, random.nextGaussian());
      }
      for (int i = 0; i < g.length; i++) {
        g[i] = (float) random.nextGaussian();
      }
      var factors = times(transform.inputMatrix(), d);
      var weights = times(transform.weightMatrix(), g);
      for (int i = 0; i < factors.length; i++) {
        factors[i] *= weights[i];
      }
      var y = times(transform.outputMatrix(), factors);
      for (int k = 0; k < y.length; k++) {
        double sum = 0;
        for (int i = 0; i < 3; i++) {
          sum += (double) d[k + i] * g[i];
        }
        difference += (y[k] - sum) * (y[k] - sum);
        norm += sum * sum;
      }
    }
    return Math.sqrt(difference / norm);
  }

  private static float[] times(double[][] matrix, float[] vector) {
    var product = new float[matrix.length];
    for (int i = 0; i < matrix.length; i++) {
      for (int k = 0; k < vector.length; k++) {
        product[i] = Math.fma((float) matrix[i][k], vector[k], product[i]);
      }
    }
    return product;
  }

  /** A layer of as many channels in as out, with what it must give. */
  private static final class Layer implements AutoCloseable {
    private final Arena arena = Arena.ofConfined();
    private final int channels;
    private final int size;
    private final Pixels x;
    private final Pixels y;
    private final MemorySegment weights;
    private final MemorySegment bias;
    private final double[] expected;

    Layer(int channels, int size) {
      this.channels = channels;
      this.size = size;
      var random = new Random(channels);
      x = pixels();
      y = pixels();
      for (int i = 0; i < size * size * channels; i++) {
        x.segment().setAtIndex(FLOAT, i, (float) Math.max(0, random.nextGaussian()));
      }
      weights = arena.allocate(9L * channels * channels * 4, 64);
      double scale = Math.sqrt(2.0 / (9 * channels));
      for (int i = 0; i < 9 * channels * channels; i++) {
        weights.setAtIndex(FLOAT, i, (float) (random.nextGaussian() * scale));
      }
      bias = arena.allocate(channels * 4L, 64);
      expected = sums();
    }

    private Pixels pixels() {
      var memory = arena.allocate(4L * size * size * channels, 64);
      return new Pixels(memory, 0, 1, size, size, channels, channels);
    }

    /** In double, the output channel innermost. */
    private double[] sums() {
      var pixels = x.segment().toArray(FLOAT);
      var taps = new double[9][channels][channels];
      for (int o = 0; o < channels; o++) {
        for (int i = 0; i < channels; i++) {
          for (int tap = 0; tap < 9; tap++) {
            taps[tap][i][o] = weights.getAtIndex(FLOAT, ((long) o * channels + i) * 9 + tap);
          }
        }
      }
      var sums = new double[size * size * channels];
      var sum = new double[channels];
      for (int pixel = 0; pixel < size * size; pixel++) {
        Arrays.fill(sum, 0);
        for (int tap = 0; tap < 9; tap++) {
          int ih = pixel / size + tap / 3 - 1;
          int iw = pixel % size + tap % 3 - 1;
          if (ih < 0 || iw < 0 || ih >= size || iw >= size) {
            continue;
          }
          for (int i = 0; i < channels; i++) {
            double value = pixels[(ih * size + iw) * channels + i];
            var row = taps[tap][i];
            for (int o = 0; o < channels; o++) {
              sum[o] += value * row[o];
            }
          }
        }
        System.arraycopy(sum, 0, sums, pixel * channels, channels);
      }
      return sums;
    }

    Work direct() {
      var packed = PackedMatrix.allocate(arena, 9 * channels, channels);
      runAll(new PanelPacking(weights, bias, channels, channels, 9, packed));
      long bytes = Im2col.scratchBytes(TAPS, x, y, 1);
      return new Im2col(x, TAPS, packed, null, Epilogue.NONE, y, scratch(bytes), 1);
    }

    Work winograd(WinogradTransform transform) {
      var transformed = WinogradWeights.allocate(channels, channels, transform, arena);
      runAll(new WinogradPacking(weights, bias, channels, transformed));
      long bytes = Winograd.scratchBytes(channels, y, transform, 1);
      return new Winograd(x, TAPS, transformed, null, Epilogue.NONE, y, scratch(bytes), 1);
    }

    private Scratch scratch(long bytes) {
      return new Scratch(arena.allocate(bytes, 64), 0, bytes);
    }

    private static void runAll(Work work) {
      for (int part = 0; part < work.parts(); part++) {
        work.run(part, 0);
      }
    }

    double errorOf(Work work) {
      y.segment().fill((byte) 0xFF);
      runAll(work);
      double difference = 0;
      double norm = 0;
      for (int i = 0; i < expected.length; i++) {
        double error = y.segment().getAtIndex(FLOAT, i) - expected[i];
        difference += error * error;
        norm += expected[i] * expected[i];
      }
      return Math.sqrt(difference / norm);
    }

    @Override
    public void close() {
      arena.close();
    }
  }
}
