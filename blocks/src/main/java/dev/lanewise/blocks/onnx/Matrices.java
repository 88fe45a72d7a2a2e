package dev.lanewise.blocks.onnx;

import dev.lanewise.engine.ElementType;
import dev.lanewise.engine.Shape;
import dev.lanewise.engine.op.Binary;
import dev.lanewise.engine.op.Linear;
import dev.lanewise.engine.op.MatMul;
import dev.lanewise.engine.op.Transpose;
import java.lang.foreign.ValueLayout;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Products of matrices; with constant weights they are linear layers. */
final class Matrices {
  static final List<Operator> OPERATORS =
      List.of(Operator.of("MatMul", 1, Matrices::product), Operator.of("Gemm", 1, Matrices::gemm));

  private static final ValueLayout.OfFloat FLOAT = ValueLayout.JAVA_FLOAT_UNALIGNED;
  private static final int NUMPY = 7;
  private static final int BIAS_IS_OPTIONAL = 11;

  private Matrices() {}

  private static Operand product(OnnxNode node, Draft draft) {
    node.arity(2, 2);
    var a = node.input(0);
    var b = node.input(1);
    if (isLinear(a, b)) {
      return draft.node(new Linear(), a, weights(draft, b, false, 1));
    }
    return isStackOfRows(a, b) ? stack(node, draft, a, b) : draft.node(new MatMul(), a, b);
  }

  /** Whether all rows of a stack of matrices go through the same constant weights. */
  private static boolean isStackOfRows(Operand a, Operand b) {
    int last = a.rank() - 1;
    return b.isConstant()
        && !a.isConstant()
        && a.rank() > 2
        && b.rank() == 2
        && b.type() == ElementType.F32
        && a.type() == ElementType.F32
        && a.dim(last) == b.dim(0)
        && !a.shape().isEmpty()
        && !b.shape().isEmpty()
        && IntStream.range(0, last).filter(axis -> a.dim(axis) == Shape.UNKNOWN).count() <= 1;
  }

  /** The rows of all matrices one below the other, a linear layer, and the stack again. */
  private static Operand stack(OnnxNode node, Draft draft, Operand a, Operand b) {
    int last = a.rank() - 1;
    var rows = Reshapes.flattened(node, draft, a, last);
    int[] extents = a.shape().toArray();
    extents[last] = b.dim(1);
    var product = draft.node(new Linear(), rows, weights(draft, b, false, 1));
    return Reshapes.restored(node, draft, product, Shape.of(extents));
  }

  private static boolean isLinear(Operand a, Operand b) {
    return b.isConstant()
        && !a.isConstant()
        && a.rank() == 2
        && b.rank() == 2
        && b.type() == ElementType.F32;
  }

  private static Operand gemm(OnnxNode node, Draft draft) {
    node.arity(node.version() < BIAS_IS_OPTIONAL ? 3 : 2, 3);
    var attributes = node.attributes();
    boolean broadcast = node.version() >= NUMPY || attributes.flag("broadcast", false);
    boolean transposedB = attributes.flag("transB", false);
    float alpha = attributes.real("alpha", 1);
    float beta = attributes.real("beta", 1);
    var a = matrix(node, draft, 0, attributes.flag("transA", false));
    var b = matrix(node, draft, 1, false);
    var c = node.optional(2);
    int columns = b.dim(transposedB ? 0 : 1);
    if (c != null) {
      requireBias(node, c, a.dim(0), columns, broadcast);
    }
    if (isLinear(a, b)) {
      var weights = weights(draft, b, transposedB, alpha);
      if (c == null) {
        return draft.node(new Linear(), a, weights);
      }
      var bias = bias(draft, c, columns, beta);
      return bias == null
          ? added(draft, draft.node(new Linear(), a, weights), c, beta)
          : draft.node(new Linear(), a, weights, bias);
    }
    var product = draft.node(new MatMul(), a, matrix(node, draft, 1, transposedB));
    var scaled = scaled(draft, product, alpha);
    return c == null ? scaled : added(draft, scaled, c, beta);
  }

  private static Operand matrix(OnnxNode node, Draft draft, int index, boolean transposed) {
    var x = node.input(index);
    if (x.rank() != 2) {
      throw node.error("input %d must be a matrix, has shape %s".formatted(index, x.shape()));
    }
    return transposed ? draft.node(new Transpose(List.of(1, 0)), x) : x;
  }

  private static void requireBias(
      OnnxNode node, Operand c, int rows, int columns, boolean broadcast) {
    var product = Shape.of(rows, columns);
    boolean fits = c.rank() <= 2;
    if (!broadcast) {
      fits &= c.shape().isCompatibleWith(product);
    }
    for (int i = 1; fits && i <= c.rank(); i++) {
      int mine = c.dim(c.rank() - i);
      int its = product.dim(2 - i);
      fits = mine == 1 || mine == its || mine == Shape.UNKNOWN || its == Shape.UNKNOWN;
    }
    if (!fits) {
      throw node.error("the product has shape %s, input 2 has %s".formatted(product, c.shape()));
    }
  }

  private static Operand added(Draft draft, Operand product, Operand c, float beta) {
    return draft.node(new Binary(Binary.Function.ADD), product, scaled(draft, c, beta));
  }

  private static Operand scaled(Draft draft, Operand x, float factor) {
    return factor == 1 ? x : draft.node(new Binary(Binary.Function.MUL), x, draft.scalar(factor));
  }

  /** Constant weights as a linear layer has them, [outputs, inputs]. */
  private static Operand weights(Draft draft, Operand b, boolean transposed, float factor) {
    if (transposed && factor == 1) {
      return b;
    }
    int outputs = b.dim(transposed ? 0 : 1);
    int inputs = b.dim(transposed ? 1 : 0);
    var source = Objects.requireNonNull(b.constant()).segment();
    var weights = draft.allocate(ElementType.F32, Shape.of(outputs, inputs));
    var target = weights.segment();
    for (int o = 0; o < outputs; o++) {
      for (int i = 0; i < inputs; i++) {
        long from = transposed ? (long) o * inputs + i : (long) i * outputs + o;
        target.setAtIndex(FLOAT, (long) o * inputs + i, factor * source.getAtIndex(FLOAT, from));
      }
    }
    return Operand.constant(weights);
  }

  /** A bias for each column, or null where there is one for each row, or none is known. */
  private static @Nullable Operand bias(Draft draft, Operand c, int columns, float factor) {
    var constant = c.constant();
    boolean row = c.rank() < 2 || c.dim(0) == 1;
    if (factor == 1 && c.rank() == 1 && c.dim(0) == columns) {
      return c;
    }
    if (constant == null || !row || c.type() != ElementType.F32) {
      return null;
    }
    boolean one = c.shape().elements() == 1;
    var bias = draft.allocate(ElementType.F32, Shape.of(columns));
    for (int o = 0; o < columns; o++) {
      float value = constant.segment().getAtIndex(FLOAT, one ? 0 : o);
      bias.segment().setAtIndex(FLOAT, o, factor * value);
    }
    return Operand.constant(bias);
  }
}
