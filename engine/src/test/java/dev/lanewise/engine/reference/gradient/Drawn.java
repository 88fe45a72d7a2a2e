package dev.lanewise.engine.reference.gradient;

import dev.lanewise.engine.Layout;
import dev.lanewise.engine.Shape;
import dev.lanewise.engine.Tensor;
import java.util.SplittableRandom;

/** Random numbers for graphs and their inputs. */
final class Drawn {
  private final SplittableRandom random;

  Drawn(long seed) {
    random = new SplittableRandom(seed);
  }

  /** From −4 to 4. */
  Tensor wholes(int... extents) {
    var shape = Shape.of(extents);
    var values = new float[(int) shape.elements()];
    for (int i = 0; i < values.length; i++) {
      values[i] = random.nextInt(-4, 5);
    }
    return Tensor.of(shape, Layout.NCHW, values);
  }

  /** In [least, most). */
  Tensor reals(double least, double most, int... extents) {
    var shape = Shape.of(extents);
    var values = new float[(int) shape.elements()];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) random.nextDouble(least, most);
    }
    return Tensor.of(shape, Layout.NCHW, values);
  }

  /** Factors in [−1, 1) for a gradient. */
  double[] factors(int count) {
    return random.doubles(count, -1, 1).toArray();
  }
}
