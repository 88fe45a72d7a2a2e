package dev.lanewise.blocks.onnx;

import static dev.lanewise.blocks.onnx.OnnxProtos.integer;
import static dev.lanewise.blocks.onnx.OnnxProtos.integers;
import static dev.lanewise.blocks.onnx.OnnxProtos.real;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lanewise.engine.Shape;
import dev.lanewise.engine.op.BatchNorm;
import dev.lanewise.engine.op.Lrn;
import org.junit.jupiter.api.Test;

/** Normalisations; numbers are chosen so that every step is exact. */
class OnnxNormalisationsTest {
  private static final Shape TWO = Shape.of(2);

  /** With means 1 and 2, deviations 2 and 4 (less epsilon 0), scales 4 and 8, shifts 10 and 20. */
  private static OneNode batch(OneNode of) {
    return of.constant(TWO, 4, 8)
        .constant(TWO, 10, 20)
        .constant(TWO, 1, 2)
        .constant(TWO, 4, 16)
        .with(real("epsilon", 0))
        .with(real("momentum", 0.9f));
  }

  private static OneNode picture(int opset) {
    return OneNode.of(opset, "BatchNormalization").feed(Shape.of(1, 2, 1, 2), 1, 2, 2, 6);
  }

  @Test
  void batchNormIsTheEnginesWhereItCanBe() {
    var norm = batch(picture(9));
    assertThat(norm.operators()).containsExactly(new BatchNorm(0));
    norm.gives(Shape.of(1, 2, 1, 2), 10, 12, 20, 28);
    var rows = OneNode.of(15, "BatchNormalization").feed(Shape.of(1, 2), 2, 6);
    batch(rows).gives(Shape.of(1, 2), 12, 28);
    var lines = OneNode.of(15, "BatchNormalization").feed(Shape.of(1, 2, 2), 1, 2, 2, 6);
    batch(lines).gives(Shape.of(1, 2, 2), 10, 12, 20, 28);
  }

  @Test
  void batchNormMayBeFedItsStatistics() {
    var norm =
        OneNode.of(15, "BatchNormalization")
            .feed(Shape.of(1, 2, 1, 2), 1, 2, 2, 6)
            .feed(TWO, 4, 8)
            .feed(TWO, 10, 20)
            .feed(TWO, 1, 2)
            .feed(TWO, 4, 16)
            .with(real("epsilon", 0));
    norm.gives(Shape.of(1, 2, 1, 2), 10, 12, 20, 28);
  }

  @Test
  void batchNormOfOldOperatorSetsSaysThatItTests() {
    batch(picture(6))
        .with(integer("is_test", 1))
        .with(integer("spatial", 1))
        .gives(Shape.of(1, 2, 1, 2), 10, 12, 20, 28);
    batch(picture(6))
        .refused(
            "node \"n\" (BatchNormalization): attribute is_test = 0, which is training, is not"
                + " supported");
    batch(picture(7))
        .with(integer("spatial", 0))
        .refused("node \"n\" (BatchNormalization): attribute spatial = 0 is not supported");
    batch(picture(9))
        .with(integer("spatial", 1))
        .refused(
            "node \"n\" (BatchNormalization): attribute \"spatial\" is not known in operator set"
                + " 9");
  }

  @Test
  void epsilonIsTheDecimalThatWasMeant() {
    var norm = OneNode.of(15, "BatchNormalization").feed(Shape.of(1, 2), 2, 6);
    for (int i = 0; i < 4; i++) {
      norm.constant(TWO, 1, 1);
    }
    assertThat(norm.operators()).containsExactly(new BatchNorm(1e-5));
    assertThat(norm.with(real("epsilon", 0.001f)).operators())
        .containsExactly(new BatchNorm(0.001));
  }

  @Test
  void instanceNormTakesThePicturesOwnStatistics() {
    OneNode.of(6, "InstanceNormalization")
        .feed(Shape.of(2, 1, 1, 2), 1, 5, 10, 30)
        .constant(Shape.of(1), 3)
        .constant(Shape.of(1), 100)
        .with(real("epsilon", 0))
        .gives(Shape.of(2, 1, 1, 2), 97, 103, 97, 103);
  }

  @Test
  void layerNormTakesTheLastAxes() {
    OneNode.of(17, "LayerNormalization")
        .feed(Shape.of(2, 2), 1, 5, 10, 30)
        .constant(TWO, 3, 4)
        .constant(TWO, 100, 0)
        .with(real("epsilon", 0))
        .gives(Shape.of(2, 2), 97, 4, 97, 4);
    OneNode.of(17, "LayerNormalization")
        .feed(Shape.of(2, 2), 1, 5, 1, 5)
        .constant(TWO, 3, 4)
        .with(real("epsilon", 0))
        .with(integer("axis", 0))
        .gives(Shape.of(2, 2), -3, 4, -3, 4);
  }

  @Test
  void meanAndVarianceAreTakenAlongAxes() {
    OneNode.of(13, "MeanVarianceNormalization")
        .feed(Shape.of(1, 2, 1, 2), 1, 5, 10, 30)
        .gives(Shape.of(1, 2, 1, 2), -1, 1, -1, 1);
    OneNode.of(9, "MeanVarianceNormalization")
        .feed(Shape.of(2, 2), 1, 5, 10, 30)
        .with(integers("axes", -1))
        .gives(Shape.of(2, 2), -1, 1, -1, 1);
  }

  @Test
  void neighboursHaveTheStandardsDefaults() {
    assertThat(
            OneNode.of(1, "LRN")
                .feed(Shape.of(1, 2, 1, 1), 1, 2)
                .with(integer("size", 3))
                .operators())
        .containsExactly(new Lrn(3, 1e-4f, 0.75f, 1));
    assertThat(
            OneNode.of(13, "LRN")
                .feed(Shape.of(1, 2, 1, 1), 1, 2)
                .with(integer("size", 5))
                .with(real("alpha", 2))
                .with(real("beta", 1))
                .with(real("bias", 3))
                .operators())
        .containsExactly(new Lrn(5, 2, 1, 3));
  }
}
