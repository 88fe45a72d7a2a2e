package dev.lanewise.engine.reference.gradient;

import dev.lanewise.engine.Shape;
import dev.lanewise.engine.op.Add;
import dev.lanewise.engine.op.Flatten;
import dev.lanewise.engine.op.GlobalAveragePool;
import dev.lanewise.engine.op.Relu;

/** The operators without parameters. */
final class PlainRules {
  private PlainRules() {}

  /** {@link Relu}; the derivative at 0 is 0. */
  static Applied relu(DoubleTensor x) {
    var y = DoubleTensor.zeros(x.shape());
    for (int i = 0; i < y.data().length; i++) {
      y.data()[i] = Math.max(x.data()[i], 0);
    }
    return new Applied(
        y,
        (dy, dx) -> {
          for (int i = 0; i < dy.length; i++) {
            dx.get(0)[i] += x.data()[i] > 0 ? dy[i] : 0;
          }
        });
  }

  /** {@link Add}: the derivative goes both ways. */
  static Applied add(DoubleTensor a, DoubleTensor b) {
    var y = DoubleTensor.zeros(a.shape());
    for (int i = 0; i < y.data().length; i++) {
      y.data()[i] = a.data()[i] + b.data()[i];
    }
    return new Applied(
        y,
        (dy, dx) -> {
          for (int i = 0; i < dy.length; i++) {
            dx.get(0)[i] += dy[i];
            dx.get(1)[i] += dy[i];
          }
        });
  }

  /** {@link GlobalAveragePool}: each pixel has its share. */
  static Applied globalAverage(DoubleTensor x, Shape shape) {
    var y = DoubleTensor.zeros(shape);
    int channels = x.dim(1);
    int plane = x.dim(2) * x.dim(3);
    for (int i = 0; i < x.data().length; i++) {
      y.data()[i / (channels * plane) * channels + i % channels] += x.data()[i] / plane;
    }
    return new Applied(
        y,
        (dy, dx) -> {
          for (int i = 0; i < x.data().length; i++) {
            dx.get(0)[i] += dy[i / (channels * plane) * channels + i % channels] / plane;
          }
        });
  }

  /** {@link Flatten}, from NHWC to (c, h, w) order. */
  static Applied flatten(DoubleTensor x, Shape shape) {
    var y = DoubleTensor.zeros(shape);
    var places = flattened(x);
    for (int i = 0; i < places.length; i++) {
      y.data()[places[i]] = x.data()[i];
    }
    return new Applied(
        y,
        (dy, dx) -> {
          for (int i = 0; i < places.length; i++) {
            dx.get(0)[i] += dy[places[i]];
          }
        });
  }

  /** Where each element goes. */
  private static int[] flattened(DoubleTensor x) {
    var places = new int[x.data().length];
    int plane = x.shape().rank() == 4 ? x.dim(2) * x.dim(3) : 1;
    int features = x.dim(1) * plane;
    for (int i = 0; i < places.length; i++) {
      int position = i / x.dim(1);
      places[i] = position / plane * features + i % x.dim(1) * plane + position % plane;
    }
    return places;
  }
}
