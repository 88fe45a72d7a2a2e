package dev.lanewise.engine;

import dev.lanewise.engine.RandomGraphs.Numbers;
import java.util.SplittableRandom;

/** Draws the constants and inputs of {@link RandomGraphs}. */
final class RandomFloats {
  private static final float[] SPECIAL = {
    Float.NaN,
    Float.POSITIVE_INFINITY,
    Float.NEGATIVE_INFINITY,
    -0f,
    Float.MIN_VALUE,
    -Float.MIN_NORMAL / 2,
    Float.MAX_VALUE,
    -Float.MAX_VALUE
  };

  private final Numbers numbers;

  RandomFloats(Numbers numbers) {
    this.numbers = numbers;
  }

  /**
   * About zero; those that are not whole are scaled so that a sum of {@code terms} stays near 1.
   */
  Tensor signed(SplittableRandom random, Shape shape, Layout layout, int terms) {
    float scale = (float) Math.sqrt(3.0 / terms);
    var values = new float[Math.toIntExact(shape.elements())];
    for (int i = 0; i < values.length; i++) {
      values[i] =
          numbers == Numbers.INTEGERS
              ? random.nextInt(-4, 5)
              : (float) random.nextDouble(-1, 1) * scale;
    }
    // Rarely, since one NaN soon is everywhere and hides all else.
    if (numbers == Numbers.SPECIAL && random.nextInt(4) == 0) {
      values[random.nextInt(values.length)] = SPECIAL[random.nextInt(SPECIAL.length)];
    }
    return Tensor.of(shape, layout, values);
  }

  /** Above zero, as a variance is. */
  Tensor positive(SplittableRandom random, Shape shape) {
    var values = new float[Math.toIntExact(shape.elements())];
    for (int i = 0; i < values.length; i++) {
      values[i] =
          numbers == Numbers.INTEGERS ? random.nextInt(1, 5) : (float) random.nextDouble(0.25, 2);
    }
    if (numbers == Numbers.SPECIAL && random.nextInt(8) == 0) {
      values[random.nextInt(values.length)] = SPECIAL[random.nextInt(SPECIAL.length)];
    }
    return Tensor.of(shape, Layout.NCHW, values);
  }
}
