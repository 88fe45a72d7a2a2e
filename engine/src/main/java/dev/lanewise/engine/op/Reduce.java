package dev.lanewise.engine.op;

import dev.lanewise.engine.ElementType;
import dev.lanewise.engine.ElementTypeException;
import dev.lanewise.engine.Shape;
import dev.lanewise.engine.ShapeException;
import java.util.ArrayList;
import java.util.List;

/**
 * One value of all along some axes: of x [d₀, …] the axes are dropped, or kept with extent 1.
 *
 * <pre>
 * s = the kind's start
 * for the elements along the axes, in row-major order of the coordinates: s = step(s, x)
 * y = end(s)
 * </pre>
 *
 * <p>All kinds take float32; {@code SUM}, {@code MEAN}, {@code MAX}, {@code MIN} and {@code PROD}
 * take int64 and int32 too, computed in int64. No element at all gives the start.
 *
 * <p>Source: the ONNX operators {@code Reduce…}.
 *
 * @param axes not negative, ascending; empty changes nothing but what the kind does to one element
 * @param keepDims whether the axes stay, with extent 1
 */
public record Reduce(Kind kind, List<Integer> axes, boolean keepDims) implements ArrayOp {
  /** What is computed; products and sums in float, one rounding each. */
  public enum Kind {
    /** Σ x from +0. */
    SUM,
    /** Σ x from +0, divided by the number of elements. */
    MEAN,
    /** Math.max from −∞. */
    MAX,
    /** Math.min from +∞. */
    MIN,
    /** Π x from 1. */
    PROD,
    /** Σ |x|. */
    L1,
    /** √ Σ x², the sum by fma, the root in float. */
    L2,
    /** Σ x², by fma. */
    SUM_SQUARE,
    /** ln Σ x. */
    LOG_SUM,
    /** ln Σ eˣ, as m + ln Σ e^(x − m) in double with m the maximum. */
    LOG_SUM_EXP
  }

  public Reduce {
    axes = List.copyOf(axes);
    for (int i = 1; i < axes.size(); i++) {
      if (axes.get(i) <= axes.get(i - 1)) {
        throw new ShapeException("axes must ascend, got " + axes);
      }
    }
  }

  @Override
  public Shape infer(List<Shape> inputs) {
    Checks.arity(inputs, 1, 1);
    var x = inputs.get(0);
    axes.forEach(axis -> Checks.axis(axis, x));
    var extents = new ArrayList<Integer>();
    for (int axis = 0; axis < x.rank(); axis++) {
      if (!axes.contains(axis)) {
        extents.add(x.dim(axis));
      } else if (keepDims) {
        extents.add(1);
      }
    }
    return Shape.of(extents.stream().mapToInt(Integer::intValue).toArray());
  }

  @Override
  public ElementType type(List<ElementType> inputs) {
    var type = inputs.getFirst();
    if (type == ElementType.BOOL || (type.isInteger() && kind.compareTo(Kind.PROD) > 0)) {
      throw new ElementTypeException("Reduce " + kind + " does not take " + type);
    }
    return type;
  }

  @Override
  public String toString() {
    return "Reduce " + kind + " " + axes;
  }
}
