package dev.lanewise.engine.reference;

import dev.lanewise.engine.ElementType;
import dev.lanewise.engine.ElementTypeException;
import dev.lanewise.engine.Graph;
import dev.lanewise.engine.GraphException;
import dev.lanewise.engine.Node;
import dev.lanewise.engine.Shape;
import dev.lanewise.engine.ShapeException;
import dev.lanewise.engine.Tensor;
import dev.lanewise.engine.internal.array.ArrayWorks;
import dev.lanewise.engine.internal.parallel.Work;
import dev.lanewise.engine.op.Activation;
import dev.lanewise.engine.op.Add;
import dev.lanewise.engine.op.Apply;
import dev.lanewise.engine.op.ArrayOp;
import dev.lanewise.engine.op.AveragePool;
import dev.lanewise.engine.op.BatchNorm;
import dev.lanewise.engine.op.Conv;
import dev.lanewise.engine.op.Flatten;
import dev.lanewise.engine.op.Fused;
import dev.lanewise.engine.op.GlobalAveragePool;
import dev.lanewise.engine.op.Linear;
import dev.lanewise.engine.op.MaxPool;
import dev.lanewise.engine.op.Op;
import dev.lanewise.engine.op.PadChannels;
import dev.lanewise.engine.op.Relu;
import dev.lanewise.engine.op.UpsampleAdd;
import java.lang.foreign.Arena;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Runs any graph with plain loops, one scalar accumulator per output and {@link Math#fma(float,
 * float, float)}, in the order of arithmetic that each operator's record states. What it computes
 * is what the engine must compute, bit for bit, at {@link dev.lanewise.engine.Precision#EXACT} over
 * the same compiled graph. (All NaNs are one value: their payload is not part of the
 * specification.)
 *
 * <p>Stateless; any thread may call it.
 */
public final class Interpreter {
  private Interpreter() {}

  /**
   * Runs {@code graph}.
   *
   * @param inputs a tensor of either layout for each input of the graph
   * @return a new managed tensor for each output of the graph, NHWC where its rank is 4, in the
   *     graph's order
   * @throws GraphException if an input is missing or unknown
   * @throws ShapeException if a shape does not fit
   * @throws ElementTypeException if an input's type is not the declared one
   */
  public static Map<String, Tensor> run(Graph graph, Map<String, Tensor> inputs) {
    var inputShapes = new HashMap<String, Shape>();
    inputs.forEach((name, tensor) -> inputShapes.put(name, tensor.shape()));
    for (var name : graph.inputs().keySet()) {
      if (!inputs.containsKey(name)) {
        throw new GraphException("no tensor for input \"" + name + "\"");
      }
    }
    inputs.forEach(
        (name, tensor) -> {
          if (tensor.type() != graph.type(name)) {
            throw new ElementTypeException(
                "input \"%s\" is declared as %s, got %s".formatted(name, graph.type(name), tensor));
          }
        });
    var shapes = graph.shapes(inputShapes);
    var values = new HashMap<String, Value>();
    inputs.forEach((name, tensor) -> values.put(name, Value.of(tensor)));
    graph.constants().forEach((name, tensor) -> values.put(name, Value.of(tensor)));
    for (var node : graph.nodes()) {
      values.put(node.name(), evaluate(node, graph.type(node.name()), values, shapes));
    }
    var outputs = new LinkedHashMap<String, Tensor>();
    for (var name : graph.outputs()) {
      outputs.put(name, get(values, name).toTensor());
    }
    return outputs;
  }

  private static Value evaluate(
      Node node, ElementType type, Map<String, Value> values, Map<String, Shape> shapes) {
    var arguments = new ArrayList<Value>();
    node.inputs().forEach(name -> arguments.add(get(values, name)));
    var shape = shapes.get(node.name());
    if (shape == null) {
      throw new GraphException("no value \"" + node.name() + "\"");
    }
    var output = Value.of(shape, type);
    evaluate(node.op(), arguments, output);
    return output;
  }

  private static Value get(Map<String, Value> values, String name) {
    var value = values.get(name);
    if (value == null) {
      throw new GraphException("no value \"" + name + "\"");
    }
    return value;
  }

  private static void evaluate(Op op, List<Value> inputs, Value y) {
    var x = inputs.get(0);
    switch (op) {
      case Conv conv -> MatrixLoops.conv(conv, x, inputs.get(1), bias(inputs, y), y);
      case Linear linear -> MatrixLoops.linear(x, inputs.get(1), bias(inputs, y), y);
      case Fused fused -> fused(fused, inputs, y);
      case BatchNorm norm -> Elementwise.batchNorm(norm, inputs, y);
      case Relu relu -> Elementwise.relu(x, y);
      case Add add -> Elementwise.add(x, inputs.get(1), y);
      case MaxPool pool -> PoolLoops.max(pool, x, y);
      case AveragePool pool -> PoolLoops.average(pool, x, y);
      case GlobalAveragePool pool -> PoolLoops.globalAverage(x, y);
      case Flatten flatten -> Rearrange.flatten(x, y);
      case PadChannels pad -> Rearrange.padChannels(pad, x, y);
      case UpsampleAdd add -> Rearrange.upsampleAdd(x, inputs.get(1), y);
      case ArrayOp array -> array(array, inputs, y);
    }
  }

  /**
   * The array operators' loops are the engine's own: they are as plain as any here, and their
   * independent check is the standard's conformance suite.
   */
  private static void array(ArrayOp op, List<Value> inputs, Value y) {
    try (var arena = Arena.ofShared()) {
      var views = inputs.stream().map(value -> value.view(arena)).toList();
      var target = y.view(arena);
      run(ArrayWorks.of(op, views, target));
      y.memory().copyFrom(target.memory());
    }
  }

  private static void run(List<Work> works) {
    for (var work : works) {
      for (int part = 0; part < work.parts(); part++) {
        work.run(part, 0);
      }
    }
  }

  private static void fused(Fused fused, List<Value> inputs, Value y) {
    evaluate(fused.op(), inputs.subList(0, 3), y);
    if (fused.skip()) {
      Elementwise.add(y, inputs.get(3), y);
    }
    if (fused.activation().equals(Activation.RELU)) {
      Elementwise.relu(y, y);
    } else if (!fused.activation().equals(Activation.NONE)) {
      array(new Apply(fused.activation()), List.of(y), y);
    }
  }

  private static float[] bias(List<Value> inputs, Value y) {
    return inputs.size() > 2 ? inputs.get(2).data() : new float[y.dim(1)];
  }
}
