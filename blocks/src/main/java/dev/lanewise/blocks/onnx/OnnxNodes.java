package dev.lanewise.blocks.onnx;

import static dev.lanewise.blocks.onnx.OnnxAttributes.dilations;
import static dev.lanewise.blocks.onnx.OnnxAttributes.flag;
import static dev.lanewise.blocks.onnx.OnnxAttributes.number;
import static dev.lanewise.blocks.onnx.OnnxAttributes.real;
import static dev.lanewise.blocks.onnx.OnnxAttributes.text;
import static dev.lanewise.blocks.onnx.OnnxAttributes.undilated;

import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import dev.lanewise.engine.Graph;
import dev.lanewise.engine.Node;
import dev.lanewise.engine.Shape;
import dev.lanewise.engine.op.Add;
import dev.lanewise.engine.op.ArrayOp;
import dev.lanewise.engine.op.AveragePool;
import dev.lanewise.engine.op.BatchNorm;
import dev.lanewise.engine.op.Conv;
import dev.lanewise.engine.op.Flatten;
import dev.lanewise.engine.op.Fused;
import dev.lanewise.engine.op.GlobalAveragePool;
import dev.lanewise.engine.op.Linear;
import dev.lanewise.engine.op.MaxPool;
import dev.lanewise.engine.op.PadChannels;
import dev.lanewise.engine.op.Relu;
import dev.lanewise.engine.op.UpsampleAdd;
import dev.lanewise.engine.op.Window;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What one node of a graph becomes: nodes, the last of the same name, inputs and value, and the
 * initialisers that they need beside the graph's constants.
 */
record OnnxNodes(List<NodeProto> nodes, List<TensorProto> initialisers) {
  OnnxNodes {
    nodes = List.copyOf(nodes);
    initialisers = List.copyOf(initialisers);
  }

  /**
   * Translates a node.
   *
   * @param shapes of all values, wholly known
   * @param names all names in use; new ones are added
   * @throws OnnxException if operator set 17 has no such operator, naming the node
   */
  static OnnxNodes of(Node node, Graph graph, Map<String, Shape> shapes, Set<String> names) {
    var onnx = new OnnxNodeBuilder(node, graph, shapes, names);
    return switch (node.op()) {
      case Conv(Window window, int groups) ->
          onnx.add(
                  onnx.node("Conv")
                      .addAllAttribute(undilated(window))
                      .addAttribute(dilations(window))
                      .addAttribute(number("group", groups)))
              .build();
      case Linear _ -> onnx.add(onnx.node("Gemm").addAttribute(number("transB", 1))).build();
      case BatchNorm(double epsilon) ->
          onnx.add(onnx.node("BatchNormalization").addAttribute(real("epsilon", epsilon))).build();
      case Relu _ -> onnx.add(onnx.node("Relu")).build();
      case Add _ -> onnx.add(onnx.node("Add")).build();
      case MaxPool(Window window, boolean ceilMode) ->
          onnx.add(
                  onnx.node("MaxPool")
                      .addAllAttribute(undilated(window))
                      .addAttribute(dilations(window))
                      .addAttribute(flag("ceil_mode", ceilMode)))
              .build();
      case AveragePool pool -> averagePool(pool, onnx);
      case GlobalAveragePool _ -> onnx.add(onnx.node("GlobalAveragePool")).build();
      case Flatten _ -> onnx.add(onnx.node("Flatten").addAttribute(number("axis", 1))).build();
      case PadChannels(int before, int after) -> {
        var pads = onnx.integers("pads", List.of(0, before, 0, 0, 0, after, 0, 0));
        yield onnx.add(onnx.node("Pad").addInput(pads)).build();
      }
      case UpsampleAdd _ -> upsampleAdd(onnx);
      case ArrayOp array -> OnnxArrayNodes.of(array, onnx);
      case Fused _ ->
          throw new OnnxException(
              "%s: %s is what the compiler makes; export the graph as it was built"
                  .formatted(node.name(), node.op()));
    };
  }

  /** Adds all of it. */
  void addTo(GraphProto.Builder graph) {
    nodes.forEach(graph::addNode);
    initialisers.forEach(graph::addInitializer);
  }

  /**
   * Operator set 17 has no dilation here, and leaves open whether what the ceil mode adds behind
   * the padding counts.
   */
  private static OnnxNodes averagePool(AveragePool pool, OnnxNodeBuilder onnx) {
    var window = pool.window();
    if (window.dilationH() != 1 || window.dilationW() != 1) {
      throw onnx.refused(
          "has dilations %d, %d; AveragePool has none"
              .formatted(window.dilationH(), window.dilationW()));
    }
    if (pool.ceilMode() && pool.countIncludePad()) {
      throw onnx.refused("rounds up and counts padding, which has no meaning");
    }
    return onnx.add(
            onnx.node("AveragePool")
                .addAllAttribute(undilated(window))
                .addAttribute(flag("ceil_mode", pool.ceilMode()))
                .addAttribute(flag("count_include_pad", pool.countIncludePad())))
        .build();
  }

  /** The coarse picture resized as PyTorch exports it, and the sum. */
  private static OnnxNodes upsampleAdd(OnnxNodeBuilder onnx) {
    var size = onnx.shape(onnx.name()).toArray();
    var sizes = onnx.integers("sizes", Arrays.stream(size).boxed().toList());
    var up = onnx.fresh("up");
    onnx.add(
        onnx.node("Resize", List.of(onnx.input(1), "", "", sizes), up)
            .addAttribute(text("mode", "nearest"))
            .addAttribute(text("coordinate_transformation_mode", "asymmetric"))
            .addAttribute(text("nearest_mode", "floor")));
    return onnx.add(onnx.node("Add", List.of(onnx.input(0), up), onnx.name())).build();
  }
}
