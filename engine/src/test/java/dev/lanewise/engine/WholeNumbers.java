package dev.lanewise.engine;

import java.util.SplittableRandom;

/**
 * Tensors of whole numbers from −4 to 4. Every sum of products of some hundreds of them is exact in
 * float32 whatever the order, so that tests can demand equality with integer loops.
 */
final class WholeNumbers {
  private WholeNumbers() {}

  /** A managed tensor of these extents, NCHW, the same for the same seed. */
  static Tensor tensor(long seed, int... extents) {
    var random = new SplittableRandom(seed);
    var shape = Shape.of(extents);
    var values = new float[Math.toIntExact(shape.elements())];
    for (int i = 0; i < values.length; i++) {
      values[i] = random.nextInt(-4, 5);
    }
    return Tensor.of(shape, Layout.NCHW, values);
  }

  /** The values of a tensor of whole numbers, in NCHW order. */
  static int[] of(Tensor tensor) {
    var values = tensor.toArray(Layout.NCHW);
    var whole = new int[values.length];
    for (int i = 0; i < whole.length; i++) {
      whole[i] = (int) values[i];
      if (whole[i] != values[i]) {
        throw new IllegalArgumentException(values[i] + " is no whole number");
      }
    }
    return whole;
  }
}
