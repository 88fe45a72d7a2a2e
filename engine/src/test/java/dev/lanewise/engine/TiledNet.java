package dev.lanewise.engine;

import dev.lanewise.engine.op.Add;
import dev.lanewise.engine.op.Conv;
import dev.lanewise.engine.op.MaxPool;
import dev.lanewise.engine.op.Relu;
import dev.lanewise.engine.op.Window;
import java.util.SplittableRandom;

/**
 * Residual blocks that FAST computes in tiles of both sizes, with tiles that hang over every edge
 * and channels that fill no vector.
 */
final class TiledNet {
  static final int BATCH = 3;

  private final SplittableRandom random = new SplittableRandom(7);
  private final Graph.Builder graph = Graph.builder("tiled");

  private TiledNet() {}

  /** The network, with outputs {@code large} and {@code small}. */
  static Graph graph() {
    return new TiledNet().build();
  }

  /** Numbers for input {@code x} of {@link #BATCH} pictures. */
  static Tensor input() {
    return floats(new SplittableRandom(8), shape(BATCH), 1);
  }

  /** The shape of the input for so many pictures. */
  static Shape shape(int batch) {
    return Shape.of(batch, 33, 23, 27);
  }

  private Graph build() {
    graph.input("x", Shape.of(Shape.UNKNOWN, 33, 23, 27));
    conv("first", "x", 50, Window.of(3).pad(1));
    graph.node("first.relu", new Relu(), "first");
    conv("second", "first.relu", 33, Window.of(3).pad(1));
    graph.node("second.add", new Add(), "second", "x");
    graph.node("large", new Relu(), "second.add");
    graph.node("pool", new MaxPool(Window.of(2).stride(2)), "large");
    conv("third", "pool", 70, Window.of(3).pad(1));
    graph.node("third.relu", new Relu(), "third");
    conv("small", "third.relu", 64, Window.of(3).pad(1, 0, 1, 1));
    graph.output("large");
    graph.output("small");
    return graph.build();
  }

  private void conv(String name, String x, int out, Window window) {
    int in = graph.shape(x).dim(1);
    graph.constant(name + ".weight", floats(random, Shape.of(out, in, 3, 3), 9 * in));
    graph.constant(name + ".bias", floats(random, Shape.of(out), 1));
    graph.node(name, new Conv(window), x, name + ".weight", name + ".bias");
  }

  /** Scaled so that a sum of {@code terms} products stays near 1. */
  private static Tensor floats(SplittableRandom random, Shape shape, int terms) {
    var values = new float[Math.toIntExact(shape.elements())];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) (random.nextDouble(-1, 1) * Math.sqrt(3.0 / terms));
    }
    return Tensor.of(shape, Layout.NCHW, values);
  }
}
