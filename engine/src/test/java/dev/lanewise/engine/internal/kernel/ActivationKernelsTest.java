package dev.lanewise.engine.internal.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.data.Offset.offset;

import dev.lanewise.engine.internal.kernel.ActivationKernels.Function;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The activations give the bits of their formulas in every lane, and those are near the truth. */
@Tag("widths")
class ActivationKernelsTest {
  private static final ValueLayout.OfFloat FLOAT = ValueLayout.JAVA_FLOAT_UNALIGNED;
  private static final float[] SPECIAL = {
    0f,
    -0f,
    Float.NaN,
    Float.POSITIVE_INFINITY,
    Float.NEGATIVE_INFINITY,
    Float.MIN_VALUE,
    Float.MAX_VALUE,
    -Float.MAX_VALUE,
    88.7f,
    88.8f,
    -87.4f,
    -103.9f,
    -104.1f,
    0.625f,
    -0.625f,
    20f
  };
  private static final float ALPHA = 0.3f;
  private static final float BETA = 0.6f;

  @ParameterizedTest
  @EnumSource
  void everyLaneHasTheBitsOfTheFormula(Function function) {
    var random = new SplittableRandom(5);
    var kernels = KernelSet.activations();
    for (int floats = 0; floats < 70; floats++) {
      var x = Arena.ofAuto().allocate((floats + 2) * 4L, 64);
      for (int i = 0; i < floats + 2; i++) {
        x.setAtIndex(FLOAT, i, number(random));
      }
      var expected = new int[floats + 2];
      for (int i = 0; i < floats + 2; i++) {
        float value = x.getAtIndex(FLOAT, i);
        boolean inside = i >= 1 && i <= floats;
        expected[i] =
            Float.floatToIntBits(
                inside ? ActivationFormulas.at(function, ALPHA, BETA, value) : value);
      }
      kernels.apply(function, ALPHA, BETA, x, 4, x, 4, floats);
      assertThat(bits(x, floats + 2)).as("%d floats", floats).containsExactly(expected);
    }
  }

  @Test
  void boundReplacesWhatEqualsIt() {
    var kernels = KernelSet.activations();
    for (float least : new float[] {0f, -0f}) {
      for (float most : new float[] {0f, -0f, 6f}) {
        var x = Arena.ofAuto().allocate(40 * 4L, 64);
        var expected = new int[40];
        for (int i = 0; i < 40; i++) {
          float value = SPECIAL[i % SPECIAL.length];
          x.setAtIndex(FLOAT, i, value);
          float raised = value <= least ? least : value;
          expected[i] = Float.floatToIntBits(raised >= most ? most : raised);
        }
        kernels.apply(Function.CLIP, least, most, x, 0, x, 0, 40);
        assertThat(bits(x, 40)).containsExactly(expected);
      }
    }
  }

  private static float number(SplittableRandom random) {
    return random.nextInt(6) == 0
        ? SPECIAL[random.nextInt(SPECIAL.length)]
        : (float) random.nextDouble(-30, 30);
  }

  private static int[] bits(MemorySegment segment, int count) {
    var bits = new int[count];
    for (int i = 0; i < count; i++) {
      bits[i] = Float.floatToIntBits(segment.getAtIndex(FLOAT, i));
    }
    return bits;
  }

  /**
   * 4e-7 of the value is under four units in the last place. Powers below the normal numbers,
   * 1e-38, may be 0, and some are multiplied by 88 and more.
   */
  @ParameterizedTest
  @EnumSource
  void formulasAreNearTheTruth(Function function) {
    for (double at = -310; at < 88; at += 0.00737) {
      float x = (float) at;
      double truth = truth(function, x);
      assertThat((double) ActivationFormulas.at(function, ALPHA, BETA, x))
          .as("%s of %s", function, x)
          .isCloseTo(truth, offset(4e-7 * Math.abs(truth) + 4e-36));
    }
  }

  private static double truth(Function function, double x) {
    return switch (function) {
      case LEAKY_RELU -> x >= 0 ? x : ALPHA * x;
      case CLIP -> Math.min(Math.max(x, ALPHA), BETA);
      case HARD_SIGMOID -> Math.clamp(ALPHA * x + BETA, 0, 1);
      case HARD_SWISH -> x * Math.clamp(x * (1f / 6) + 0.5, 0, 1);
      case EXP -> Math.exp(x);
      case SIGMOID -> 1 / (1 + Math.exp(-x));
      case SWISH -> x / (1 + Math.exp(-(float) (ALPHA * x)));
      case TANH -> Math.tanh(x);
      case MISH -> x * Math.tanh(Math.log1p(Math.exp(x)));
    };
  }
}
