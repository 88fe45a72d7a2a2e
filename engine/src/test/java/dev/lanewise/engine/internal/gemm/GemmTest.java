package dev.lanewise.engine.internal.gemm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.lanewise.engine.internal.kernel.Epilogue;
import dev.lanewise.engine.internal.kernel.KernelSet;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Whole numbers from −4 to 4 and equality, around the edges of kernels, panels and blocks of depth.
 */
@Tag("widths")
class GemmTest {
  private static final ValueLayout.OfFloat FLOAT = ValueLayout.JAVA_FLOAT_UNALIGNED;

  private final Random random = new Random(7);

  @ParameterizedTest
  @CsvSource({
    "1, 1, 1, 1",
    "1, 5, 16, 3",
    "2, 6, 17, 64",
    "1, 7, 31, 65",
    "3, 13, 32, 256",
    "1, 11, 33, 257",
    "2, 12, 48, 513",
    "1, 49, 64, 300",
    "1, 14, 65, 512",
    "1, 14, 544, 513",
    "3, 21, 544, 512",
    "1, 11, 33, 1025",
    "2, 12, 17, 2048",
    "1, 13, 48, 2050"
  })
  void productsOfStripsEqualPlainSums(int strips, int rows, int columns, int depth) {
    for (boolean withSkip : new boolean[] {false, true}) {
      check(strips, rows, columns, depth, withSkip);
      cold(() -> check(strips, rows, columns, depth, withSkip));
    }
  }

  @ParameterizedTest
  @CsvSource({"1, 1", "16, 3", "100, 64", "128, 257", "129, 65", "300, 513", "530, 40"})
  void rowsAloneEqualPlainSums(int columns, int depth) {
    for (boolean withSkip : new boolean[] {false, true}) {
      check(1, 1, columns, depth, withSkip);
      cold(() -> check(1, 1, columns, depth, withSkip));
    }
  }

  private static void cold(Runnable check) {
    KernelSet.setWarm(false);
    try {
      check.run();
    } finally {
      KernelSet.setWarm(true);
    }
  }

  private void check(int strips, int rows, int columns, int depth, boolean withSkip) {
    int padded = PackedMatrix.padded(columns);
    float[] a = numbers(strips * rows * depth);
    float[] w = numbers(depth * columns);
    float[] bias = numbers(columns);
    float[] skip = numbers(strips * rows * padded);
    var weights = PackedMatrix.allocate(Arena.ofAuto(), depth, columns);
    for (int j = 0; j < columns; j++) {
      weights.setBias(j, bias[j]);
      for (int k = 0; k < depth; k++) {
        weights.set(k, j, w[k * columns + j]);
      }
    }
    var c = segment(new float[strips * rows * padded]).fill((byte) -1);
    var gemm =
        new Gemm(
            operand(segment(a), depth, rows),
            weights,
            withSkip ? operand(segment(skip), padded, rows) : null,
            Epilogue.RELU,
            operand(c, padded, rows));
    if (strips * rows == 1) {
      int middle = weights.panels() / 2;
      gemm.multiplyRow(0, 0, middle, 0, 0);
      gemm.multiplyRow(0, middle, weights.panels(), 0, 0);
    }
    int block = Gemm.blockDepth(depth, depth);
    for (int k0 = 0; strips * rows > 1 && k0 < depth; k0 += block) {
      int k1 = Math.min(depth, k0 + block);
      int middle = weights.panels() / 3;
      gemm.multiply(k0 * 4L, strips, rows, 0, middle, k0, k1, 0, 0);
      gemm.multiply(k0 * 4L, strips, rows, middle, weights.panels(), k0, k1, 0, 0);
    }
    for (int i = 0; i < strips * rows; i++) {
      for (int j = 0; j < columns; j++) {
        float sum = bias[j] + (withSkip ? skip[i * padded + j] : 0f);
        for (int k = 0; k < depth; k++) {
          sum += a[i * depth + k] * w[k * columns + j];
        }
        assertThat(c.getAtIndex(FLOAT, (long) i * padded + j))
            .as("row %d, column %d, skip %s", i, j, withSkip)
            .isEqualTo(Math.max(0f, sum));
      }
    }
  }

  private static Gemm.Operand operand(MemorySegment segment, int columns, int rows) {
    return new Gemm.Operand(segment, columns * 4L, (long) rows * columns * 4);
  }

  private float[] numbers(int count) {
    var values = new float[count];
    for (int i = 0; i < count; i++) {
      values[i] = random.nextInt(9) - 4;
    }
    return values;
  }

  private static MemorySegment segment(float[] values) {
    var segment = Arena.ofAuto().allocate(values.length * 4L, 64);
    MemorySegment.copy(values, 0, segment, FLOAT, 0, values.length);
    return segment;
  }

  /** A call takes kernels of one height, but spans no more than a buffer's index can. */
  @Test
  void callsTakeAsManyKernelsAsTheyCanSpan() {
    assumeThat(KernelSet.chosen().matrix().repeats()).as("kernels that repeat").isTrue();
    assertThat(Gemm.times(23, 6, 6, 1024, 64)).isEqualTo(3);
    assertThat(Gemm.times(5, 5, 6, 1024, 64)).isEqualTo(1);
    assertThat(Gemm.times(20, 5, 6, 1024, 64)).isEqualTo(4);
    assertThat(Gemm.times(1, 1, 6, 1024, 64)).isEqualTo(1);
    assertThat(Gemm.times(600, 6, 6, 1 << 20, 1 << 18)).isEqualTo(100);
    // 1,023 rows of a MiB, and a row's own MiB, are less than a GiB; 12 bytes of that are none.
    assertThat(Gemm.times(6_000, 6, 6, 1 << 20, 1 << 18)).isEqualTo(170);
    assertThat(Gemm.times(6_000, 6, 6, 1 << 28, 1 << 18)).isEqualTo(1);
  }
}
