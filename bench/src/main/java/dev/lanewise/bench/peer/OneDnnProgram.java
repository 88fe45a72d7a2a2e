package dev.lanewise.bench.peer;

import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_BIAS;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DST;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_SRC;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_WEIGHTS;

import dev.lanewise.engine.Graph;
import dev.lanewise.engine.Layout;
import dev.lanewise.engine.Node;
import dev.lanewise.engine.Shape;
import dev.lanewise.engine.op.Activation;
import dev.lanewise.engine.op.Conv;
import dev.lanewise.engine.op.Flatten;
import dev.lanewise.engine.op.Fused;
import dev.lanewise.engine.op.GlobalAveragePool;
import dev.lanewise.engine.op.Linear;
import dev.lanewise.engine.op.MaxPool;
import dev.lanewise.engine.op.Window;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.bytedeco.dnnl.IntMemoryMap;
import org.bytedeco.dnnl.convolution_forward;
import org.bytedeco.dnnl.engine;
import org.bytedeco.dnnl.global.dnnl.algorithm;
import org.bytedeco.dnnl.global.dnnl.prop_kind;
import org.bytedeco.dnnl.inner_product_forward;
import org.bytedeco.dnnl.memory;
import org.bytedeco.dnnl.memory.format_tag;
import org.bytedeco.dnnl.pooling_forward;
import org.bytedeco.dnnl.post_ops;
import org.bytedeco.dnnl.primitive;
import org.bytedeco.dnnl.primitive_attr;
import org.bytedeco.dnnl.reorder;
import org.bytedeco.dnnl.stream;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.javacpp.PointerScope;

/**
 * A compiled graph of a plain or residual network as oneDNN's primitives.
 *
 * <p>Source: oneDNN's developer guide, "Memory Format Propagation" and "Primitive Attributes:
 * Post-ops".
 */
final class OneDnnProgram implements AutoCloseable {
  private final PointerScope scope = new PointerScope();
  private final engine cpu = new engine(engine.kind.cpu, 0);
  private final stream queue = new stream(cpu);
  private final Map<String, memory> values = new HashMap<>();
  private final Map<String, Shape> shapes;
  private final List<Step> steps = new ArrayList<>();
  private final memory result;
  private final int elements;

  private record Step(primitive work, IntMemoryMap arguments) {}

  OneDnnProgram(Graph graph, PeerNetwork network) {
    shapes = graph.shapes(Map.of(network.input(), network.shape()));
    values.put(network.input(), filled(network.shape(), format_tag.nchw, network.picture()));
    for (var node : graph.nodes()) {
      values.put(node.name(), add(node, graph));
    }
    var output = network.onlyOutput("oneDNN");
    var shape = shape(output);
    var tag = shape.rank() == 4 ? format_tag.nchw : format_tag.nc;
    result = reordered(value(output), desc(shape, tag));
    elements = Math.toIntExact(shape.elements());
  }

  private memory value(String name) {
    return Objects.requireNonNull(values.get(name), name);
  }

  private Shape shape(String name) {
    return Objects.requireNonNull(shapes.get(name), name);
  }

  void run() {
    for (var step : steps) {
      step.work.execute(queue, step.arguments);
    }
    queue._wait();
  }

  float[] output() {
    var copy = new float[elements];
    new FloatPointer(result.get_data_handle()).get(copy);
    return copy;
  }

  private memory add(Node node, Graph graph) {
    return switch (node.op()) {
      case Fused(Conv(Window window, int groups), boolean skip, Activation activation)
          when groups == 1 ->
          conv(node, graph, window, skip, activation);
      case Fused(Linear _, boolean skip, Activation activation) when !skip ->
          linear(node, graph, activation);
      case MaxPool(Window window, boolean ceil) when !ceil ->
          pool(node, algorithm.pooling_max, window);
      case GlobalAveragePool _ -> {
        var x = shape(node.inputs().getFirst());
        var whole = Window.of(x.dim(2), x.dim(3));
        yield pool(node, algorithm.pooling_avg_exclude_padding, whole);
      }
      case Flatten _ -> {
        var x = shape(node.inputs().getFirst());
        var planes = reordered(value(node.inputs().getFirst()), desc(x, format_tag.nchw));
        var rows = desc(shape(node.name()), format_tag.nc);
        yield new memory(rows, cpu, planes.get_data_handle());
      }
      default -> throw new PeerException("oneDNN: not translated: " + node);
    };
  }

  private memory conv(Node node, Graph graph, Window window, boolean skip, Activation activation) {
    // The sum takes place on the skip's own memory, which nobody may read any more.
    var target = skip ? value(lastRead(node, graph)) : null;
    var description =
        new convolution_forward.primitive_desc(
            cpu,
            prop_kind.forward_inference,
            algorithm.convolution_auto,
            desc(shape(node.inputs().getFirst()), format_tag.any),
            desc(shape(node.inputs().get(1)), format_tag.any),
            desc(shape(node.inputs().get(2)), format_tag.x),
            target == null ? desc(shape(node.name()), format_tag.any) : target.get_desc(),
            new long[] {window.strideH(), window.strideW()},
            new long[] {window.dilationH() - 1, window.dilationW() - 1},
            new long[] {window.padTop(), window.padLeft()},
            new long[] {window.padBottom(), window.padRight()},
            attributes(skip, activation),
            false);
    var y = target == null ? new memory(description.dst_desc(), cpu) : target;
    var arguments = new IntMemoryMap();
    arguments.put(DNNL_ARG_SRC, reordered(value(node.inputs().getFirst()), description.src_desc()));
    var weights = constant(graph, node.inputs().get(1), format_tag.oihw);
    arguments.put(DNNL_ARG_WEIGHTS, reorderedNow(weights, description.weights_desc()));
    arguments.put(DNNL_ARG_BIAS, constant(graph, node.inputs().get(2), format_tag.x));
    arguments.put(DNNL_ARG_DST, y);
    steps.add(new Step(new convolution_forward(description), arguments));
    return y;
  }

  /** The skip's name. */
  private static String lastRead(Node node, Graph graph) {
    var skip = node.inputs().get(3);
    var readers = graph.nodes().stream().filter(other -> other.inputs().contains(skip)).toList();
    if (graph.outputs().contains(skip) || !readers.getLast().equals(node)) {
      throw new PeerException("oneDNN: not translated: a skip that is read again after " + node);
    }
    return skip;
  }

  private memory linear(Node node, Graph graph, Activation activation) {
    var description =
        new inner_product_forward.primitive_desc(
            cpu,
            prop_kind.forward_inference,
            desc(shape(node.inputs().getFirst()), format_tag.any),
            desc(shape(node.inputs().get(1)), format_tag.any),
            desc(shape(node.inputs().get(2)), format_tag.x),
            desc(shape(node.name()), format_tag.any),
            attributes(false, activation),
            false);
    var y = new memory(description.dst_desc(), cpu);
    var arguments = new IntMemoryMap();
    arguments.put(DNNL_ARG_SRC, reordered(value(node.inputs().getFirst()), description.src_desc()));
    var weights = constant(graph, node.inputs().get(1), format_tag.oi);
    arguments.put(DNNL_ARG_WEIGHTS, reorderedNow(weights, description.weights_desc()));
    arguments.put(DNNL_ARG_BIAS, constant(graph, node.inputs().get(2), format_tag.x));
    arguments.put(DNNL_ARG_DST, y);
    steps.add(new Step(new inner_product_forward(description), arguments));
    return y;
  }

  private memory pool(Node node, algorithm kind, Window window) {
    var x = value(node.inputs().getFirst());
    var description =
        new pooling_forward.primitive_desc(
            cpu,
            prop_kind.forward_inference,
            kind,
            x.get_desc(),
            desc(shape(node.name()), format_tag.any),
            new long[] {window.strideH(), window.strideW()},
            new long[] {window.kernelH(), window.kernelW()},
            new long[] {window.dilationH() - 1, window.dilationW() - 1},
            new long[] {window.padTop(), window.padLeft()},
            new long[] {window.padBottom(), window.padRight()});
    var y = new memory(description.dst_desc(), cpu);
    var arguments = new IntMemoryMap();
    arguments.put(DNNL_ARG_SRC, x);
    arguments.put(DNNL_ARG_DST, y);
    steps.add(new Step(new pooling_forward(description), arguments));
    return y;
  }

  private static primitive_attr attributes(boolean skip, Activation activation) {
    var after = new post_ops();
    if (skip) {
      after.append_sum();
    }
    if (activation.equals(Activation.RELU)) {
      after.append_eltwise(algorithm.eltwise_relu, 0, 0);
    } else if (!activation.equals(Activation.NONE)) {
      throw new PeerException("oneDNN: not translated: " + activation);
    }
    var attributes = new primitive_attr();
    attributes.set_post_ops(after);
    return attributes;
  }

  private static memory.desc desc(Shape shape, format_tag tag) {
    return new memory.desc(PeerNetwork.extents(shape), memory.data_type.f32, tag);
  }

  private memory filled(Shape shape, format_tag tag, float[] elements) {
    var filled = new memory(desc(shape, tag), cpu);
    new FloatPointer(filled.get_data_handle()).put(elements);
    return filled;
  }

  private memory constant(Graph graph, String name, format_tag tag) {
    var tensor = Objects.requireNonNull(graph.constants().get(name), name);
    return filled(tensor.shape(), tag, tensor.toArray(Layout.NCHW));
  }

  /** A value in another format, brought there in every run where it is in another. */
  private memory reordered(memory from, memory.desc format) {
    if (from.get_desc().equals(format)) {
      return from;
    }
    var to = new memory(format, cpu);
    var arguments = new IntMemoryMap();
    arguments.put(DNNL_ARG_SRC, from);
    arguments.put(DNNL_ARG_DST, to);
    steps.add(new Step(new reorder(from, to), arguments));
    return to;
  }

  /** A constant in another format, brought there once. */
  private memory reorderedNow(memory from, memory.desc format) {
    if (from.get_desc().equals(format)) {
      return from;
    }
    var to = new memory(format, cpu);
    new reorder(from, to).execute(queue, from, to);
    queue._wait();
    return to;
  }

  @Override
  public void close() {
    scope.close();
  }
}
