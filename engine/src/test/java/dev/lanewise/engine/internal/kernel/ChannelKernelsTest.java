package dev.lanewise.engine.internal.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The kernels in use and their scalar twins give the same bits, and write nothing beside their
 * target.
 */
@Tag("widths")
class ChannelKernelsTest {
  private static final ValueLayout.OfFloat FLOAT = ValueLayout.JAVA_FLOAT_UNALIGNED;
  private static final float[] SPECIAL = {
    0f, -0f, Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY, Float.MIN_VALUE, -1f
  };
  private static final int FLOATS = 2_000;

  private final ChannelKernels twin = new ScalarChannels();
  private final ChannelKernels kernels = KernelSet.channels();
  private final MemorySegment x = numbers(1);
  private final MemorySegment w = numbers(2);

  private static MemorySegment numbers(long seed) {
    var random = new Random(seed);
    var segment = Arena.ofAuto().allocate(FLOATS * 4L, 64);
    for (int i = 0; i < FLOATS; i++) {
      boolean special = random.nextInt(8) == 0;
      segment.setAtIndex(
          FLOAT, i, special ? SPECIAL[random.nextInt(SPECIAL.length)] : random.nextFloat() - 0.5f);
    }
    return segment;
  }

  private interface Call {
    void on(ChannelKernels kernels, MemorySegment target);
  }

  private void same(Call call) {
    var wanted = nans();
    var got = nans();
    call.on(twin, wanted);
    call.on(kernels, got);
    assertThat(bits(got)).containsExactly(bits(wanted));
  }

  private static MemorySegment nans() {
    var segment = Arena.ofAuto().allocate(FLOATS * 4L, 64);
    for (int i = 0; i < FLOATS; i++) {
      segment.setAtIndex(FLOAT, i, Float.NaN);
    }
    return segment;
  }

  /** All NaNs as one. */
  private static int[] bits(MemorySegment segment) {
    float[] values = segment.toArray(FLOAT);
    var bits = new int[values.length];
    Arrays.setAll(bits, i -> Float.floatToIntBits(values[i]));
    return bits;
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 3, 4, 5, 7, 8, 9, 15, 16, 17, 21, 31, 32, 33, 47, 100})
  void anyNumberOfFloatsIsCopiedOrCleared(int floats) {
    same((kernels, y) -> kernels.copy(x, 12, y, 20, floats));
    same((kernels, y) -> kernels.zero(y, 20, floats));
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 3, 4, 5, 7, 8, 9, 15, 16, 17, 21, 31, 32, 33, 47})
  void rowsOfAnyNumberOfFloatsAreCopied(int floats) {
    long gap = 4L * (floats + 1);
    same((kernels, y) -> kernels.copyRows(x, 12, gap, y, 20, gap + 12, floats, 7));
    same((kernels, y) -> kernels.copyRows(x, 12, 4L * floats, y, 20, 4L * floats, floats, 1));
  }

  @Test
  void manyShortRowsAreCopied() {
    same((kernels, y) -> kernels.copyRows(x, 12, 4, y, 20, 12, 2, 600));
    same((kernels, y) -> kernels.copyRows(x, 12, 0, y, 20, 8, 1, 513));
  }

  /** As three rows of a window over seven pixels, two apart. */
  @ParameterizedTest
  @ValueSource(ints = {1, 3, 4, 5, 8, 9, 12, 13, 16, 17, 21, 24, 25, 32, 33, 48, 49, 63})
  void runsAreGatheredOneAfterTheOther(int floats) {
    int written = 7 * 3 * floats;
    same(
        (kernels, y) -> {
          kernels.gather(x, 12, 24, 400, 3, floats, y, 20, 7);
          for (int i = 0; i < 15; i++) {
            y.setAtIndex(FLOAT, 5 + written + i, Float.NaN);
          }
        });
  }

  @ParameterizedTest
  @ValueSource(ints = {16, 32, 48, 80})
  void elementsAreAddedFlooredAndScaled(int channels) {
    for (float floor : new float[] {0f, Float.NEGATIVE_INFINITY}) {
      same((kernels, y) -> kernels.add(x, 12, w, 36, floor, y, 20, channels));
      same((kernels, y) -> kernels.floor(x, 12, floor, y, 20, channels));
      same((kernels, y) -> kernels.scale(x, 12, w, 0, w, 64, floor, y, 20, channels));
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {16, 32, 48, 80})
  void windowsArePooledAndConvolved(int channels) {
    for (int rows = 0; rows <= 3; rows++) {
      for (int columns = 0; columns <= 3; columns++) {
        int r = rows;
        int c = columns;
        long columnStride = channels * 4L;
        long rowStride = 2 * columnStride + 4;
        same((kernels, y) -> kernels.max(x, 12, rowStride, columnStride, r, c, y, 20, channels));
        same(
            (kernels, y) ->
                kernels.mean(x, 12, rowStride, columnStride, r, c, r * c, y, 20, channels));
        same(
            (kernels, y) ->
                kernels.depthwise(
                    x, 12, rowStride, columnStride, r, c, w, 0, w, 8, 0f, y, 20, channels));
      }
    }
  }
}
