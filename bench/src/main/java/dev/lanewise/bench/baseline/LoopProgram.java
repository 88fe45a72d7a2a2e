package dev.lanewise.bench.baseline;

import dev.lanewise.engine.Graph;
import dev.lanewise.engine.Layout;
import dev.lanewise.engine.Node;
import dev.lanewise.engine.Shape;
import dev.lanewise.engine.Tensor;
import dev.lanewise.engine.op.Activation;
import dev.lanewise.engine.op.Conv;
import dev.lanewise.engine.op.Flatten;
import dev.lanewise.engine.op.Fused;
import dev.lanewise.engine.op.GlobalAveragePool;
import dev.lanewise.engine.op.Linear;
import dev.lanewise.engine.op.MaxPool;
import dev.lanewise.engine.op.PadChannels;
import dev.lanewise.engine.op.UpsampleAdd;
import dev.lanewise.engine.op.Window;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * A compiled graph of a residual network, run by plain loops over heap arrays. Weights are brought
 * into the order of the loops and every array is allocated beforehand, so that a run times the
 * arithmetic and nothing else. One thread at a time.
 */
public final class LoopProgram {
  private final Map<String, Shape> shapes;
  private final Map<String, float[]> values = new HashMap<>();
  private final List<Runnable> steps = new ArrayList<>();

  /**
   * A program.
   *
   * @param graph a compiled graph; its constants are copied
   * @param inputs a tensor for each input; copied
   * @throws IllegalArgumentException if the graph has an operator that no residual network has
   */
  public LoopProgram(Graph graph, Map<String, Tensor> inputs, LoopOrder order) {
    var inputShapes = new HashMap<String, Shape>();
    inputs.forEach(
        (name, tensor) -> {
          inputShapes.put(name, tensor.shape());
          values.put(name, tensor.toArray(Layout.NHWC));
        });
    graph.constants().forEach((name, tensor) -> values.put(name, tensor.toArray(Layout.NCHW)));
    shapes = graph.shapes(inputShapes);
    for (var node : graph.nodes()) {
      values.put(node.name(), new float[Math.toIntExact(shape(node.name()).elements())]);
      steps.add(step(node, order));
    }
  }

  /** Computes all values from the inputs. */
  public void run() {
    for (var step : steps) {
      step.run();
    }
  }

  /** The elements of a value, NHWC where its rank is 4: the program's own array. */
  public float[] value(String name) {
    return Objects.requireNonNull(values.get(name), name);
  }

  private Shape shape(String name) {
    return Objects.requireNonNull(shapes.get(name), name);
  }

  private Runnable step(Node node, LoopOrder order) {
    var from = shape(node.inputs().getFirst());
    var to = shape(node.name());
    float[] x = value(node.inputs().getFirst());
    float[] y = value(node.name());
    return switch (node.op()) {
      case Fused(Conv(Window window, int groups), boolean skip, Activation activation)
          when groups == 1 ->
          conv(node, window, from, to, skip, activation).loops(order);
      case Fused(Linear linear, boolean skip, Activation activation) ->
          conv(node, Window.of(1), pixel(from), pixel(to), skip, activation).loops(order);
      case MaxPool(Window window, boolean ceilMode) -> () -> OtherLoops.max(window, from, x, to, y);
      case GlobalAveragePool pool -> () -> OtherLoops.globalAverage(from, x, y);
      case Flatten flatten -> () -> OtherLoops.flatten(from, x, y);
      case PadChannels pad ->
          () -> OtherLoops.padChannels(pad.before(), from.dim(1), x, to.dim(1), y);
      case UpsampleAdd add -> {
        var coarse = node.inputs().get(1);
        yield () -> OtherLoops.upsampleAdd(to, x, shape(coarse), value(coarse), y);
      }
      default -> throw new IllegalArgumentException("there are no loops for " + node);
    };
  }

  private ConvStep conv(
      Node node, Window window, Shape in, Shape out, boolean skip, Activation activation) {
    if (!activation.equals(Activation.RELU) && !activation.equals(Activation.NONE)) {
      throw new IllegalArgumentException("there are no loops for " + node);
    }
    var operands = node.inputs().stream().map(this::value).toList();
    return new ConvStep(
        window,
        in,
        out,
        operands.get(0),
        operands.get(1),
        operands.get(2),
        skip ? operands.get(3) : null,
        activation.equals(Activation.RELU),
        value(node.name()));
  }

  /** A row of features as a picture of one pixel. */
  private static Shape pixel(Shape features) {
    return Shape.of(features.dim(0), features.dim(1), 1, 1);
  }
}
