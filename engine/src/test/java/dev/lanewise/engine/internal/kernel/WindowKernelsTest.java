package dev.lanewise.engine.internal.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The kernels in use and their scalar twins give the same bits wherever a tile hangs over the
 * picture, and write nothing beside their target.
 */
@Tag("widths")
class WindowKernelsTest {
  private static final ValueLayout.OfFloat FLOAT = ValueLayout.JAVA_FLOAT_UNALIGNED;
  private static final float[] SPECIAL = {
    0f, -0f, Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY, Float.MIN_VALUE, -1f
  };

  /** Rows and columns of pixels under the largest tile, and floats of a pixel. */
  private static final int ROWS = 5;

  private static final int COLUMNS = 11;
  private static final int PITCH = 83;

  private static final long PIXEL = PITCH * 4L;
  private static final long ROW = COLUMNS * PIXEL + 4;

  /** Where the picture, the pixel outside and the target start, none where a vector likes it. */
  private static final long PICTURE = 12;

  private static final long OUTSIDE = PICTURE + ROWS * ROW;
  private static final long TARGET = OUTSIDE + PIXEL + 8;
  private static final int FLOATS = (int) (TARGET / 4) + 18 * PITCH;

  private final WindowKernels twin = new ScalarWindows();
  private final WindowKernels kernels = KernelSet.windows();
  private final MemorySegment wanted = Arena.ofAuto().allocate(FLOATS * 4L, 64);
  private final MemorySegment got = Arena.ofAuto().allocate(FLOATS * 4L, 64);
  private final MemorySegment w = numbers(new Random(2), 25 * 80);
  private final MemorySegment bias = numbers(new Random(3), 80);

  private static MemorySegment numbers(Random random, int count) {
    var segment = Arena.ofAuto().allocate(count * 4L, 64);
    for (int i = 0; i < count; i++) {
      boolean special = random.nextInt(8) == 0;
      segment.setAtIndex(
          FLOAT, i, special ? SPECIAL[random.nextInt(SPECIAL.length)] : random.nextFloat() - 0.5f);
    }
    return segment;
  }

  /** A picture, and NaN where the target is. */
  private static final MemorySegment BEFORE = numbers(new Random(1), FLOATS);

  static {
    BEFORE.asSlice(TARGET - 8).fill((byte) -1);
  }

  private interface Call {
    void on(WindowKernels kernels, MemorySegment memory);
  }

  private void same(Call call) {
    call.on(twin, wanted.copyFrom(BEFORE));
    call.on(kernels, got.copyFrom(BEFORE));
    // Compared as arrays, which is quicker by far than element by element.
    assertThat(Arrays.mismatch(bits(got), bits(wanted))).isEqualTo(-1);
  }

  /** All NaNs as one. */
  private static int[] bits(MemorySegment segment) {
    float[] values = segment.toArray(FLOAT);
    var bits = new int[values.length];
    Arrays.setAll(bits, i -> Float.floatToIntBits(values[i]));
    return bits;
  }

  private static WindowKernels.Strides strides(int kernel, int stride, int channels) {
    return new WindowKernels.Strides(kernel, stride, ROW, PIXEL, PIXEL, channels);
  }

  static Stream<Arguments> windows() {
    return IntStream.of(2, 3, 5)
        .boxed()
        .flatMap(
            kernel ->
                IntStream.of(1, 2)
                    .boxed()
                    .flatMap(
                        stride ->
                            IntStream.of(16, 32, 48, 80)
                                .mapToObj(channels -> Arguments.of(kernel, stride, channels))));
  }

  @ParameterizedTest(name = "{0}×{0}/{1}, {2} channels")
  @MethodSource("windows")
  void tilesAreConvolved(int kernel, int stride, int channels) {
    int tile = WindowKernels.depthwiseTile(kernel, stride);
    int columns = (tile - 1) * stride + kernel;
    var strides = strides(kernel, stride, channels);
    for (int top = 0; tile > 0 && top < kernel; top++) {
      for (int bottom = kernel; bottom >= top; bottom -= 2) {
        for (int left = -1; left < kernel; left++) {
          int t = top;
          int b = bottom;
          int l = left;
          for (int right = columns + 1; right > columns - kernel; right--) {
            int r = right;
            float floor = right % 2 == 0 ? 0f : Float.NEGATIVE_INFINITY;
            same(
                (kernels, memory) ->
                    kernels.depthwise(
                        strides, memory, PICTURE, t, b, l, r, OUTSIDE, w, bias, floor, TARGET));
          }
        }
      }
    }
  }

  @ParameterizedTest(name = "{0}×{0}/{1}, {2} channels")
  @CsvSource({
    "5, 1, 16",
    "5, 1, 48",
    "5, 1, 80",
    "5, 2, 16",
    "5, 2, 32",
    "5, 2, 80",
    "3, 2, 16",
    "3, 2, 32",
    "3, 2, 48",
    "3, 2, 80"
  })
  void rowsAreConvolved(int kernel, int stride, int channels) {
    var strides = strides(kernel, stride, channels);
    for (int width = 1; width <= 4; width++) {
      int columns = width;
      for (int top = 0; top <= 5; top++) {
        int t = top;
        for (int bottom = 5; bottom >= 0; bottom -= 2) {
          int b = bottom;
          for (int left = 0; left <= 6; left++) {
            int l = left;
            for (int right : new int[] {1, 3, 4, 5, 6, 9, 11}) {
              float floor = right % 2 == 0 ? 0f : Float.NEGATIVE_INFINITY;
              same(
                  (kernels, memory) ->
                      kernels.depthwiseRow(
                          strides, memory, PICTURE, t, b, l, right, OUTSIDE, w, bias, floor, TARGET,
                          columns));
            }
          }
        }
      }
    }
  }

  @ParameterizedTest(name = "{0} rows, {1} channels")
  @CsvSource({"2, 16", "2, 32", "2, 48", "2, 80", "3, 16", "3, 32", "3, 48", "3, 80"})
  void rowsAreConvolvedTogether(int rows, int channels) {
    var strides = strides(3, 1, channels);
    for (int width = 1; width <= 5; width++) {
      for (int top = 0; top <= rows + 2; top++) {
        for (int bottom = 0; bottom <= rows + 2; bottom++) {
          int columns = width;
          int t = top;
          int b = bottom;
          for (int left = 0; left <= 1; left++) {
            int l = left;
            for (int right = left + 2; right <= width + 3; right++) {
              int r = right;
              float floor = right % 2 == 0 ? 0f : Float.NEGATIVE_INFINITY;
              same(
                  (kernels, memory) ->
                      kernels.depthwiseRows(
                          strides, memory, PICTURE, t, b, l, r, OUTSIDE, w, bias, floor, rows,
                          TARGET, 6 * PIXEL, columns));
            }
          }
        }
      }
    }
  }

  @ParameterizedTest(name = "{0}×{0}/{1}, {2} channels")
  @MethodSource("windows")
  void windowsArePooled(int kernel, int stride, int channels) {
    var strides = strides(kernel, stride, channels);
    if (WindowKernels.meanTile(kernel, stride) > 0) {
      same((kernels, memory) -> kernels.mean(strides, memory, PICTURE, 7f, TARGET));
    }
    for (int width = 1; WindowKernels.hasMax(kernel, stride) && width <= 4; width++) {
      int windows = width;
      int columns = (width - 1) * stride + kernel;
      for (int top = 0; top < kernel; top++) {
        for (int bottom = top + 1; bottom <= kernel; bottom++) {
          for (int left = 0; left < kernel; left++) {
            int t = top;
            int b = bottom;
            int l = left;
            for (int right = columns; right > Math.max(left, columns - kernel); right--) {
              int r = right;
              same(
                  (kernels, memory) ->
                      kernels.max(strides, memory, PICTURE, t, b, l, r, TARGET, windows));
            }
          }
        }
      }
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {16, 32, 48, 80})
  void pixelsAreAddedAndDivided(int channels) {
    // Onto a pixel of the picture, for the target is NaN.
    long sums = PICTURE + 2 * ROW;
    same((kernels, memory) -> kernels.addPixels(memory, PICTURE, PIXEL, sums, channels));
    same((kernels, memory) -> kernels.divide(memory, sums, 49f, channels));
  }
}
