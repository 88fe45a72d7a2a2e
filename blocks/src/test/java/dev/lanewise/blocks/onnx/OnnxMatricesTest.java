package dev.lanewise.blocks.onnx;

import static dev.lanewise.blocks.onnx.OnnxProtos.integer;
import static dev.lanewise.blocks.onnx.OnnxProtos.real;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lanewise.engine.Shape;
import dev.lanewise.engine.op.Binary;
import dev.lanewise.engine.op.Linear;
import dev.lanewise.engine.op.MatMul;
import dev.lanewise.engine.op.Reshape;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Products of matrices, which are linear layers where the weights are constants. */
class OnnxMatricesTest {
  private static final Shape TWO = Shape.of(2, 2);

  private static OneNode of(int opset, String operator) {
    return OneNode.of(opset, operator).feed(TWO, 1, 2, 3, 4);
  }

  @Test
  void productWithConstantsIsALinearLayer() {
    var constant = of(13, "MatMul").constant(Shape.of(2, 3), 1, 0, 2, 0, 1, 3);
    assertThat(constant.operators()).containsExactly(new Linear());
    constant.gives(Shape.of(2, 3), 1, 2, 8, 3, 4, 18);
    var fed = of(13, "MatMul").feed(Shape.of(2, 3), 1, 0, 2, 0, 1, 3);
    assertThat(fed.operators()).containsExactly(new MatMul());
    fed.gives(Shape.of(2, 3), 1, 2, 8, 3, 4, 18);
    of(13, "MatMul").feed(Shape.of(2), 1, 10).gives(Shape.of(2), 21, 43);
    var stack =
        OneNode.of(13, "MatMul")
            .feed(Shape.of(2, 1, 2), 1, 2, 3, 4)
            .constant(Shape.of(2, 1), 1, 10);
    assertThat(stack.operators())
        .containsExactly(
            new Reshape(List.of(2, 2), true), new Linear(), new Reshape(List.of(2, 1, 1), true));
    stack.gives(Shape.of(2, 1, 1), 21, 43);
  }

  @Test
  void gemmIsALinearLayerWithItsBias() {
    var gemm = of(11, "Gemm").constant(TWO, 1, 0, 1, 1).constant(Shape.of(2), 10, 20);
    assertThat(gemm.operators()).containsExactly(new Linear());
    gemm.gives(TWO, 13, 22, 17, 24);
    of(11, "Gemm").constant(TWO, 1, 0, 1, 1).gives(TWO, 3, 2, 7, 4);
    of(9, "Gemm").constant(TWO, 1, 0, 1, 1).constant(Shape.of(), 1).gives(TWO, 4, 3, 8, 5);
    of(9, "Gemm").constant(TWO, 1, 0, 1, 1).constant(Shape.of(1, 2), 1, 2).gives(TWO, 4, 4, 8, 6);
  }

  @Test
  void gemmTransposesAndScales() {
    of(13, "Gemm")
        .constant(Shape.of(3, 2), 1, 0, 0, 1, 1, 1)
        .with(integer("transB", 1))
        .gives(Shape.of(2, 3), 1, 2, 3, 3, 4, 7);
    of(13, "Gemm")
        .constant(TWO, 1, 0, 0, 1)
        .constant(Shape.of(2), 10, 20)
        .with(integer("transA", 1))
        .with(real("alpha", 2))
        .with(real("beta", 0.5f))
        .gives(TWO, 7, 16, 9, 18);
    of(13, "Gemm")
        .feed(Shape.of(3, 2), 1, 0, 0, 1, 1, 1)
        .feed(Shape.of(3), 1, 2, 3)
        .with(integer("transB", 1))
        .with(real("alpha", 2))
        .with(real("beta", 10))
        .gives(Shape.of(2, 3), 12, 24, 36, 16, 28, 44);
  }

  @Test
  void biasForEachRowIsAdded() {
    var rows = of(13, "Gemm").constant(TWO, 1, 0, 1, 1).constant(Shape.of(2, 1), 10, 20);
    assertThat(rows.operators()).containsExactly(new Linear(), new Binary(Binary.Function.ADD));
    rows.gives(TWO, 13, 12, 27, 24);
  }

  @Test
  void oldGemmBroadcastsIfAskedTo() {
    of(6, "Gemm")
        .constant(TWO, 1, 0, 1, 1)
        .constant(Shape.of(2), 10, 20)
        .with(integer("broadcast", 1))
        .gives(TWO, 13, 22, 17, 24);
    of(6, "Gemm")
        .constant(TWO, 1, 0, 1, 1)
        .constant(Shape.of(2), 10, 20)
        .refused("node \"n\" (Gemm): the product has shape [2, 2], input 2 has [2]");
    of(6, "Gemm").constant(TWO, 1, 0, 1, 1).constant(TWO, 1, 2, 3, 4).gives(TWO, 4, 4, 10, 8);
  }
}
