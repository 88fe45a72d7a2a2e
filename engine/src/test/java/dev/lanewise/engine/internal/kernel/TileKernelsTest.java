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
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The kernels in use and their scalar twins give the same bits, and write nothing beside their
 * target.
 */
@Tag("widths")
class TileKernelsTest {
  private static final ValueLayout.OfFloat FLOAT = ValueLayout.JAVA_FLOAT_UNALIGNED;
  private static final float[] SPECIAL = {
    0f, -0f, Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY, Float.MIN_VALUE, -1f
  };
  private static final int FLOATS = 8_000;

  private final MemorySegment x = numbers(1);
  private final MemorySegment w = numbers(2);

  private static MemorySegment numbers(long seed) {
    var random = new Random(seed);
    var segment = Arena.ofAuto().allocate(FLOATS * 4L, 64);
    for (int i = 0; i < FLOATS; i++) {
      boolean special = random.nextInt(32) == 0;
      segment.setAtIndex(
          FLOAT, i, special ? SPECIAL[random.nextInt(SPECIAL.length)] : random.nextFloat() - 0.5f);
    }
    return segment;
  }

  static Stream<Arguments> cases() {
    return IntStream.of(2, 4)
        .boxed()
        .flatMap(
            outputs ->
                IntStream.of(16, 32, 48, 80)
                    .boxed()
                    .flatMap(
                        channels ->
                            IntStream.of(1, 2, 6)
                                .mapToObj(rows -> Arguments.of(outputs, channels, rows))));
  }

  private interface Call {
    void on(TileKernels kernels, MemorySegment target);
  }

  private static void same(int outputs, Call call) {
    var wanted = nans();
    var got = nans();
    call.on(outputs == 2 ? new ScalarTile2() : new ScalarTile4(), wanted);
    var kernels = KernelSet.tiles(outputs);
    assertThat(kernels.outputs()).isEqualTo(outputs);
    call.on(kernels, got);
    assertThat(bits(got)).containsExactly(bits(wanted));
  }

  private static MemorySegment nans() {
    var segment = Arena.ofAuto().allocate(FLOATS * 4L, 64);
    segment.fill((byte) 0xFF);
    return segment;
  }

  /** All NaNs as one. */
  private static int[] bits(MemorySegment segment) {
    float[] values = segment.toArray(FLOAT);
    var bits = new int[values.length];
    Arrays.setAll(bits, i -> Float.floatToIntBits(values[i]));
    return bits;
  }

  @ParameterizedTest(name = "F({0}×{0}), {1} channels, {2} rows")
  @MethodSource("cases")
  void vectorsGiveTheBitsOfScalars(int outputs, int channels, int rows) {
    long pixel = channels * 4L;
    long row = 8 * pixel + 4;
    same(
        outputs,
        (kernels, y) ->
            kernels.input(x, 12, pixel + 4, row, y, 20, pixel + 8, row, rows, channels));
    same(
        outputs,
        (kernels, y) ->
            kernels.output(x, 12, pixel + 4, row, y, 20, pixel + 8, row, rows, channels));
    for (float floor : new float[] {0f, Float.NEGATIVE_INFINITY}) {
      same(
          outputs,
          (kernels, y) ->
              kernels.finish(
                  x, 12, pixel, row, w, 4, floor, y, 20, pixel + 8, row, rows, channels));
      same(
          outputs,
          (kernels, y) ->
              kernels.finishSkip(
                  x, 12, pixel, row, w, 4, w, 400, pixel, row + 4, floor, y, 20, pixel, row, rows,
                  channels));
    }
  }
}
