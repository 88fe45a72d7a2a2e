package dev.lanewise.blocks;

import dev.lanewise.blocks.weights.Weights;
import dev.lanewise.blocks.weights.WeightsException;
import dev.lanewise.engine.Graph;
import dev.lanewise.engine.Shape;
import dev.lanewise.engine.ShapeException;
import dev.lanewise.engine.op.Add;
import dev.lanewise.engine.op.BatchNorm;
import dev.lanewise.engine.op.Concat;
import dev.lanewise.engine.op.Conv;
import dev.lanewise.engine.op.Linear;
import dev.lanewise.engine.op.Op;
import dev.lanewise.engine.op.Relu;
import dev.lanewise.engine.op.UpsampleAdd;
import dev.lanewise.engine.op.Window;

/**
 * Adds layers to a graph under construction, their tensors taken from a {@link Weights} source.
 *
 * <p>A layer's name is its node's, and the prefix of its tensors' names, as PyTorch's module paths
 * are: layer {@code layer1.0.conv1} reads {@code layer1.0.conv1.weight}. Each method returns the
 * name of the value that it adds, the next layer's input. All of them throw {@link
 * WeightsException} for a tensor that is missing or of another shape, and {@link ShapeException}
 * for an input that does not fit, naming the layer and both sides.
 *
 * <p>The tensors stay the source's; see {@link Weights} for how long it must be open. Used by one
 * thread.
 */
public final class Layers {
  /** What torchvision's batch norms add to the variance. */
  private static final double EPSILON = 1e-5;

  private final Graph.Builder graph;
  private final Weights weights;

  /** Layers that are added to {@code graph} with tensors from {@code weights}. */
  public Layers(Graph.Builder graph, Weights weights) {
    this.graph = graph;
    this.weights = weights;
  }

  /** The number of channels or features of a value: its second extent. */
  public int channels(String value) {
    return graph.shape(value).dim(1);
  }

  /**
   * A convolution without bias from [N, I, H, W] to [N, channels, H', W']; it reads {@code
   * name.weight} [channels, I, kernelH, kernelW].
   */
  public String conv(String name, String x, int channels, Window window) {
    return groupedConv(name, x, channels, window, 1);
  }

  /**
   * A convolution without bias in groups of channels that do not see each other; it reads {@code
   * name.weight} [channels, I / groups, kernelH, kernelW].
   *
   * @throws ShapeException if the input's channels cannot be split so
   */
  public String groupedConv(String name, String x, int channels, Window window, int groups) {
    if (channels(x) % groups != 0) {
      throw new ShapeException(
          "%s: %d input channels cannot be split into %d groups"
              .formatted(name, channels(x), groups));
    }
    var shape = Shape.of(channels, channels(x) / groups, window.kernelH(), window.kernelW());
    return graph.node(name, new Conv(window, groups), x, constant(name + ".weight", shape));
  }

  /** As {@link #conv}, with a bias: it reads {@code name.bias} [channels] too. */
  public String convWithBias(String name, String x, int channels, Window window) {
    return convWithBias(name, name, x, channels, window);
  }

  /**
   * As {@link #convWithBias(String, String, int, Window)}, with tensors of another name.
   *
   * @param stored what the source calls the layer
   */
  public String convWithBias(String name, String stored, String x, int channels, Window window) {
    var shape = Shape.of(channels, channels(x), window.kernelH(), window.kernelW());
    return graph.node(
        name,
        new Conv(window),
        x,
        constant(stored + ".weight", shape),
        constant(stored + ".bias", Shape.of(channels)));
  }

  /**
   * A batch norm with ε = 1e-5; it reads {@code weight}, {@code bias}, {@code running_mean} and
   * {@code running_var}, each [C].
   */
  public String batchNorm(String name, String x) {
    var shape = Shape.of(channels(x));
    return graph.node(
        name,
        new BatchNorm(EPSILON),
        x,
        constant(name + ".weight", shape),
        constant(name + ".bias", shape),
        constant(name + ".running_mean", shape),
        constant(name + ".running_var", shape));
  }

  /** A rectifier. */
  public String relu(String name, String x) {
    return graph.node(name, new Relu(), x);
  }

  /** The skip connection ⊕ of two values of identical shapes. */
  public String add(String name, String a, String b) {
    return graph.node(name, new Add(), a, b);
  }

  /** The ⊕ of a pyramid: a picture, and a coarser one brought to its size. */
  public String upsampleAdd(String name, String lateral, String coarse) {
    return graph.node(name, new UpsampleAdd(), lateral, coarse);
  }

  /** Values side by side along their channels, in this order. */
  public String concat(String name, String... values) {
    return graph.node(name, new Concat(), values);
  }

  /** A layer that has no tensors. */
  public String layer(String name, Op op, String x) {
    return graph.node(name, op, x);
  }

  /**
   * A fully connected layer from [N, K] to [N, features]; it reads {@code weight} [features, K] and
   * {@code bias} [features].
   *
   * @param stored what the source calls the layer where that is not {@code name}
   */
  public String linear(String name, String stored, String x, int features) {
    return graph.node(
        name,
        new Linear(),
        x,
        graph.constant(
            name + ".weight", weights.get(stored + ".weight", Shape.of(features, channels(x)))),
        graph.constant(name + ".bias", weights.get(stored + ".bias", Shape.of(features))));
  }

  private String constant(String name, Shape shape) {
    return graph.constant(name, weights.get(name, shape));
  }
}
