package dev.lanewise.blocks.onnx;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.AttributeProto.AttributeType;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import dev.lanewise.engine.Node;
import dev.lanewise.engine.op.Add;
import dev.lanewise.engine.op.ArrayOp;
import dev.lanewise.engine.op.AveragePool;
import dev.lanewise.engine.op.BatchNorm;
import dev.lanewise.engine.op.Concat;
import dev.lanewise.engine.op.Conv;
import dev.lanewise.engine.op.Flatten;
import dev.lanewise.engine.op.Fused;
import dev.lanewise.engine.op.GlobalAveragePool;
import dev.lanewise.engine.op.Linear;
import dev.lanewise.engine.op.MaxPool;
import dev.lanewise.engine.op.PadChannels;
import dev.lanewise.engine.op.Relu;
import dev.lanewise.engine.op.Softmax;
import dev.lanewise.engine.op.Window;
import java.util.Arrays;
import java.util.List;
import java.util.Set;

/**
 * What one node of a graph becomes: a node of the same name, inputs and value, and the initialisers
 * that it needs beside the graph's constants.
 */
record OnnxNodes(NodeProto node, List<TensorProto> initialisers) {

  /**
   * Translates a node.
   *
   * @param names all names in use; those of new initialisers are added
   * @throws OnnxException if operator set 17 has no such operator, naming the node
   */
  static OnnxNodes of(Node node, Set<String> names) {
    return switch (node.op()) {
      case Conv(Window window, int groups) ->
          only(
              proto(node, "Conv")
                  .addAllAttribute(window(window))
                  .addAttribute(ints("dilations", window.dilationH(), window.dilationW()))
                  .addAttribute(number("group", groups)));
      case Linear _ -> only(proto(node, "Gemm").addAttribute(number("transB", 1)));
      case BatchNorm(double epsilon) ->
          only(proto(node, "BatchNormalization").addAttribute(real("epsilon", epsilon)));
      case Relu _ -> only(proto(node, "Relu"));
      case Add _ -> only(proto(node, "Add"));
      case MaxPool(Window window, boolean ceilMode) ->
          only(
              proto(node, "MaxPool")
                  .addAllAttribute(window(window))
                  .addAttribute(ints("dilations", window.dilationH(), window.dilationW()))
                  .addAttribute(number("ceil_mode", ceilMode ? 1 : 0)));
      case AveragePool pool -> only(averagePool(node, pool));
      case GlobalAveragePool _ -> only(proto(node, "GlobalAveragePool"));
      case Flatten _ -> only(proto(node, "Flatten").addAttribute(number("axis", 1)));
      case Softmax(int axis, boolean log) ->
          only(proto(node, log ? "LogSoftmax" : "Softmax").addAttribute(number("axis", axis)));
      case Concat(int axis) -> only(proto(node, "Concat").addAttribute(number("axis", axis)));
      case PadChannels(int before, int after) -> padChannels(node, before, after, names);
      case ArrayOp _ ->
          throw new OnnxException(node.name() + ": " + node.op() + " is not exported");
      case Fused _ ->
          throw new OnnxException(
              "%s: %s is what the compiler makes; export the graph as it was built"
                  .formatted(node.name(), node.op()));
    };
  }

  /** Adds all of it. */
  void addTo(GraphProto.Builder graph) {
    graph.addNode(node);
    initialisers.forEach(graph::addInitializer);
  }

  private static OnnxNodes only(NodeProto.Builder node) {
    return new OnnxNodes(node.build(), List.of());
  }

  private static NodeProto.Builder proto(Node node, String type) {
    return NodeProto.newBuilder()
        .setName(node.name())
        .setOpType(type)
        .addAllInput(node.inputs())
        .addOutput(node.name());
  }

  /**
   * Operator set 17 has no dilation here, and leaves open whether what the ceil mode adds behind
   * the padding counts.
   */
  private static NodeProto.Builder averagePool(Node node, AveragePool pool) {
    var window = pool.window();
    if (window.dilationH() != 1 || window.dilationW() != 1) {
      throw new OnnxException(
          "%s: %s has dilations %d, %d; AveragePool of ONNX operator set %d has none"
              .formatted(
                  node.name(),
                  pool,
                  window.dilationH(),
                  window.dilationW(),
                  OnnxWriter.OPERATOR_SET));
    }
    if (pool.ceilMode() && pool.countIncludePad()) {
      throw new OnnxException(
          "%s: %s rounds up and counts padding; ONNX operator set %d does not say what that means"
              .formatted(node.name(), pool, OnnxWriter.OPERATOR_SET));
    }
    return proto(node, "AveragePool")
        .addAllAttribute(window(window))
        .addAttribute(number("ceil_mode", pool.ceilMode() ? 1 : 0))
        .addAttribute(number("count_include_pad", pool.countIncludePad() ? 1 : 0));
  }

  private static OnnxNodes padChannels(Node node, int before, int after, Set<String> names) {
    var name = node.name() + ".pads";
    while (!names.add(name)) {
      name += "_";
    }
    return new OnnxNodes(
        proto(node, "Pad").addInput(name).build(),
        List.of(OnnxConstants.of(name, 0, before, 0, 0, 0, after, 0, 0)));
  }

  private static List<AttributeProto> window(Window window) {
    return List.of(
        ints("kernel_shape", window.kernelH(), window.kernelW()),
        ints("strides", window.strideH(), window.strideW()),
        ints("pads", window.padTop(), window.padLeft(), window.padBottom(), window.padRight()));
  }

  private static AttributeProto ints(String name, int... values) {
    return AttributeProto.newBuilder()
        .setName(name)
        .setType(AttributeType.INTS)
        .addAllInts(Arrays.stream(values).asLongStream().boxed().toList())
        .build();
  }

  private static AttributeProto number(String name, int value) {
    return AttributeProto.newBuilder().setName(name).setType(AttributeType.INT).setI(value).build();
  }

  private static AttributeProto real(String name, double value) {
    return AttributeProto.newBuilder()
        .setName(name)
        .setType(AttributeType.FLOAT)
        .setF((float) value)
        .build();
  }
}
