package dev.lanewise.engine.op;

import dev.lanewise.engine.ElementType;
import dev.lanewise.engine.Shape;
import dev.lanewise.engine.ShapeException;
import java.util.List;

/**
 * Every step-th element between two places of some axes. Any type.
 *
 * <p>Source: ONNX operator {@code Slice}; NumPy's basic slicing.
 *
 * @param ranges at most one an axis
 */
public record Slice(List<Range> ranges) implements ArrayOp {
  /**
   * A part of an axis: start, start + step, … before end. Negative places count from the axis' end;
   * those beyond the axis are moved to its ends.
   */
  public record Range(int axis, long start, long end, long step) {
    public Range {
      if (step == 0 || step == Long.MIN_VALUE) {
        throw new ShapeException("the step along axis " + axis + " is " + step);
      }
    }

    /** The first place for an axis of this extent. */
    public int first(int extent) {
      long from = start < 0 ? start + extent : start;
      return (int) (step > 0 ? clamp(from, 0, extent) : clamp(from, 0, extent - 1L));
    }

    /** How many places there are for an axis of this extent. */
    public int count(int extent) {
      if (extent == 0) {
        return 0;
      }
      long to = end < 0 ? end + extent : end;
      to = step > 0 ? clamp(to, 0, extent) : clamp(to, -1, extent - 1L);
      long room = step > 0 ? to - first(extent) : first(extent) - to;
      return room <= 0 ? 0 : (int) ((room - 1) / Math.abs(step) + 1);
    }

    private static long clamp(long place, long least, long most) {
      return Math.max(least, Math.min(most, place));
    }
  }

  public Slice {
    ranges = List.copyOf(ranges);
    if (ranges.stream().mapToInt(Range::axis).distinct().count() != ranges.size()) {
      throw new ShapeException("an axis is sliced twice: " + ranges);
    }
  }

  @Override
  public Shape infer(List<Shape> inputs) {
    Checks.arity(inputs, 1, 1);
    var x = inputs.get(0);
    var extents = x.toArray();
    for (var range : ranges) {
      Checks.axis(range.axis(), x);
      int extent = x.dim(range.axis());
      extents[range.axis()] = extent == Shape.UNKNOWN ? Shape.UNKNOWN : range.count(extent);
    }
    return Shape.of(extents);
  }

  @Override
  public ElementType type(List<ElementType> inputs) {
    return inputs.getFirst();
  }

  @Override
  public String toString() {
    var text = new StringBuilder("Slice");
    for (var range : ranges) {
      text.append(" %d[%d:%d:%d]".formatted(range.axis, range.start, range.end, range.step));
    }
    return text.toString();
  }
}
