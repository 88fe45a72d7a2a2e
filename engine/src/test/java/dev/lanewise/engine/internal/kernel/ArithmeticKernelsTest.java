package dev.lanewise.engine.internal.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lanewise.engine.internal.kernel.ArithmeticKernels.Function;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The kernels in use and their scalar twins give the same bits, and write nothing beside. */
@Tag("widths")
class ArithmeticKernelsTest {
  private static final ValueLayout.OfFloat FLOAT = ValueLayout.JAVA_FLOAT_UNALIGNED;
  private static final float[] SPECIAL = {
    0f, -0f, Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY, Float.MIN_VALUE, -1f
  };
  private static final int FLOATS = 80;

  private static MemorySegment numbers(long seed) {
    var random = new SplittableRandom(seed);
    var segment = Arena.ofAuto().allocate(FLOATS * 4L, 64);
    for (int i = 0; i < FLOATS; i++) {
      boolean special = random.nextInt(3) == 0;
      float value =
          special ? SPECIAL[random.nextInt(SPECIAL.length)] : (float) random.nextDouble(-2, 2);
      segment.setAtIndex(FLOAT, i, value);
    }
    return segment;
  }

  private static int[] bits(MemorySegment segment) {
    var bits = new int[FLOATS];
    for (int i = 0; i < FLOATS; i++) {
      bits[i] = Float.floatToIntBits(segment.getAtIndex(FLOAT, i));
    }
    return bits;
  }

  @ParameterizedTest
  @EnumSource
  void everyLaneHasTheBitsOfTheScalar(Function function) {
    for (int floats = 0; floats < 70; floats++) {
      var a = numbers(floats);
      var b = numbers(1_000 + floats);
      var wanted = numbers(7);
      var got = numbers(7);
      new ScalarArithmetic().apply(function, a, 4, b, 12, wanted, 8, floats);
      KernelSet.arithmetic().apply(function, a, 4, b, 12, got, 8, floats);
      assertThat(bits(got)).as("%d floats", floats).containsExactly(bits(wanted));
    }
  }

  @ParameterizedTest
  @EnumSource
  void resultMayLieOverAnOperand(Function function) {
    var a = numbers(1);
    var b = numbers(2);
    var wanted = numbers(2);
    new ScalarArithmetic().apply(function, a, 0, b, 0, wanted, 0, 67);
    KernelSet.arithmetic().apply(function, a, 0, b, 0, b, 0, 67);
    assertThat(bits(b)).containsExactly(bits(wanted));
  }
}
