package dev.lanewise.engine.op;

import dev.lanewise.engine.Shape;
import dev.lanewise.engine.ShapeException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The product of matrices, or of stacks of them whose leading axes are broadcast.
 *
 * <pre>
 * acc = +0
 * for k ascending: acc = fma(a[…, i, k], b[…, k, j], acc)
 * y[…, i, j] = acc
 * </pre>
 *
 * <p>Inputs: a […, I, K] and b […, K, J]. Output: […, I, J]. A vector is a row at the left and a
 * column at the right, and its axis is missing in the output.
 *
 * <p>Source: ONNX operator {@code MatMul}; NumPy {@code matmul}.
 */
public record MatMul() implements ArrayOp {
  @Override
  public Shape infer(List<Shape> inputs) {
    Checks.arity(inputs, 2, 2);
    var a = inputs.get(0);
    var b = inputs.get(1);
    if (a.rank() < 1 || b.rank() < 1) {
      throw new ShapeException("cannot multiply " + a + " by " + b + ": a scalar");
    }
    if (Checks.differ(a.dim(a.rank() - 1), b.dim(Math.max(0, b.rank() - 2)))) {
      throw new ShapeException("cannot multiply " + a + " by " + b + ": inner extents differ");
    }
    var stacks = Checks.broadcast(List.of(lead(a), lead(b)));
    var extents = new ArrayList<Integer>();
    for (int extent : stacks.toArray()) {
      extents.add(extent);
    }
    if (a.rank() > 1) {
      extents.add(a.dim(a.rank() - 2));
    }
    if (b.rank() > 1) {
      extents.add(b.dim(b.rank() - 1));
    }
    return Shape.of(extents.stream().mapToInt(Integer::intValue).toArray());
  }

  /** All axes but the last two. */
  private static Shape lead(Shape shape) {
    return Shape.of(Arrays.copyOf(shape.toArray(), Math.max(0, shape.rank() - 2)));
  }

  @Override
  public String toString() {
    return "MatMul";
  }
}
