package dev.lanewise.blocks.onnx;

import ai.onnx.proto.OnnxMl.NodeProto;
import dev.lanewise.blocks.internal.file.Quoted;
import java.util.List;

/**
 * What a node says of itself.
 *
 * @param domain of the operator; empty for the standard's own
 * @param label how messages call the node
 * @param inputs names, empty where an optional one is left out
 * @param outputs names, empty where one is not wanted
 */
record NodeHeader(
    String operator, String domain, String label, List<String> inputs, List<String> outputs) {

  static NodeHeader of(NodeProto proto) {
    var name = proto.getName();
    var outputs = List.copyOf(proto.getOutputList());
    var called =
        name.isEmpty() && !outputs.isEmpty()
            ? "node of " + Quoted.of(outputs.getFirst())
            : "node " + Quoted.of(name);
    return new NodeHeader(
        proto.getOpType(),
        OperatorSet.standard(proto.getDomain()) ? "" : proto.getDomain(),
        called + " (" + Quoted.plain(proto.getOpType()) + ")",
        List.copyOf(proto.getInputList()),
        outputs);
  }
}
