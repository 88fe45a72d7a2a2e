package dev.lanewise.blocks.onnx;

import java.util.List;

/** Makes the engine's operators of one of ONNX's. */
@FunctionalInterface
interface Translator {
  /**
   * Translates a node.
   *
   * @return what its outputs are, in order; as many as are wanted, or more
   * @throws OnnxException if the node is wrong or asks for what is not supported
   */
  List<Operand> translate(OnnxNode node, Draft draft);

  /** A translator of an operator with one output. */
  @FunctionalInterface
  interface Single {
    Operand translate(OnnxNode node, Draft draft);
  }
}
