package dev.lanewise.blocks.onnx;

import dev.lanewise.engine.Shape;
import dev.lanewise.engine.op.Binary;

/**
 * What stands beside one another in an operator of two inputs. Before operator set 7 shapes had to
 * be identical, or the second's, asked for by an attribute, a part of the first's from an axis on;
 * since then it is as in numpy.
 *
 * <p>Source: {@code docs/Broadcasting.md}; {@code Add} in operator sets 1 and 6.
 */
final class Broadcasting {
  private static final int NUMPY = 7;

  private Broadcasting() {}

  /** A binary operator of a node's two inputs. */
  static Operand binary(OnnxNode node, Draft draft, Binary.Function function) {
    node.arity(2, 2);
    return draft.node(new Binary(function), node.input(0), second(node, draft));
  }

  /** The second input, with the axes that broadcasting needs. */
  static Operand second(OnnxNode node, Draft draft) {
    var a = node.input(0);
    var b = node.input(1);
    if (node.version() >= NUMPY) {
      return b;
    }
    boolean broadcast = node.attributes().flag("broadcast", false);
    boolean placed = node.attributes().has("axis");
    long axis = node.attributes().integer("axis", 0);
    if (!broadcast) {
      if (!a.shape().isCompatibleWith(b.shape())) {
        throw node.error("%s and %s are not identical".formatted(a.shape(), b.shape()));
      }
      return b;
    }
    int at = placed && a.rank() > 0 ? node.axis(axis, a.rank()) : a.rank() - b.rank();
    if (at < 0 || at + b.rank() > a.rank()) {
      throw node.error("%s is no part of %s from axis %d on".formatted(b.shape(), a.shape(), at));
    }
    for (int i = 0; i < b.rank(); i++) {
      int mine = a.dim(at + i);
      int its = b.dim(i);
      if (its != 1 && its != Shape.UNKNOWN && mine != Shape.UNKNOWN && its != mine) {
        throw node.error("%s is no part of %s from axis %d on".formatted(b.shape(), a.shape(), at));
      }
    }
    return Views.padded(node, draft, b, at, a.rank());
  }
}
