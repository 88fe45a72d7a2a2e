package dev.lanewise.engine.op;

import dev.lanewise.engine.ElementType;
import dev.lanewise.engine.Shape;
import dev.lanewise.engine.ShapeException;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Axes in another order: output axis i is the input's axis permutation[i]. Any type.
 *
 * <p>Source: ONNX operator {@code Transpose}.
 */
public record Transpose(List<Integer> permutation) implements ArrayOp {
  public Transpose {
    permutation = List.copyOf(permutation);
    var expected = IntStream.range(0, permutation.size()).boxed().toList();
    if (!permutation.stream().sorted().toList().equals(expected)) {
      throw new ShapeException(permutation + " is not a permutation of " + expected);
    }
  }

  @Override
  public Shape infer(List<Shape> inputs) {
    Checks.arity(inputs, 1, 1);
    var x = inputs.get(0);
    Checks.rank("input", x, permutation.size());
    return Shape.of(permutation.stream().mapToInt(x::dim).toArray());
  }

  @Override
  public ElementType type(List<ElementType> inputs) {
    return inputs.getFirst();
  }

  @Override
  public String toString() {
    return "Transpose " + permutation;
  }
}
