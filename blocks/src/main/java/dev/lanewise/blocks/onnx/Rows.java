package dev.lanewise.blocks.onnx;

/** Pictures of one axis, [N, C, L], as rows of height 1, [N, C, 1, L], and back. */
final class Rows {
  private Rows() {}

  /** With the axis of height; what has 4 axes already stays. */
  static Operand raised(OnnxNode node, Draft draft, Operand x) {
    return x.rank() == 3 ? Views.of(node, draft, x, 0, 1, Views.ONE, 2) : x;
  }

  /** Without the axis of height, if {@code like} has none. */
  static Operand lowered(OnnxNode node, Draft draft, Operand y, Operand like) {
    return like.rank() == 3 ? Views.of(node, draft, y, 0, 1, 3) : y;
  }
}
