package dev.lanewise.blocks.onnx;

import static dev.lanewise.blocks.onnx.OnnxProtos.integer;
import static dev.lanewise.blocks.onnx.OnnxProtos.integers;
import static dev.lanewise.blocks.onnx.OnnxProtos.real;
import static dev.lanewise.blocks.onnx.OnnxProtos.text;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lanewise.engine.ElementType;
import dev.lanewise.engine.Shape;
import dev.lanewise.engine.op.GlobalAveragePool;
import org.junit.jupiter.api.Test;

/** Pools over windows and over everything, in their operator sets. */
class OnnxPoolsTest {
  private static final Shape ROW = Shape.of(1, 1, 1, 5);

  /** Over two pixels of the row 1, 2, 3, 4, 5. */
  private static OneNode of(int opset, String operator) {
    return OneNode.of(opset, operator)
        .feed(ROW, 1, 2, 3, 4, 5)
        .with(integers("kernel_shape", 1, 2));
  }

  @Test
  void stridesAreOneByDefault() {
    of(1, "MaxPool").gives(Shape.of(1, 1, 1, 4), 2, 3, 4, 5);
    of(1, "AveragePool").gives(Shape.of(1, 1, 1, 4), 1.5f, 2.5f, 3.5f, 4.5f);
  }

  @Test
  void roundingUpCameWithOperatorSet10() {
    var stride = integers("strides", 1, 2);
    of(9, "MaxPool").with(stride).gives(Shape.of(1, 1, 1, 2), 2, 4);
    of(10, "MaxPool")
        .with(stride)
        .with(integer("ceil_mode", 1))
        .gives(Shape.of(1, 1, 1, 3), 2, 4, 5);
    of(10, "AveragePool")
        .with(stride)
        .with(integer("ceil_mode", 1))
        .gives(Shape.of(1, 1, 1, 3), 1.5f, 3.5f, 5);
  }

  @Test
  void paddingCountsInAMeanIfAskedTo() {
    var pads = integers("pads", 0, 1, 0, 0);
    of(7, "AveragePool").with(pads).gives(ROW, 1, 1.5f, 2.5f, 3.5f, 4.5f);
    of(7, "AveragePool")
        .with(pads)
        .with(integer("count_include_pad", 1))
        .gives(ROW, 0.5f, 1.5f, 2.5f, 3.5f, 4.5f);
    of(19, "AveragePool").with(integers("dilations", 1, 2)).gives(Shape.of(1, 1, 1, 3), 2, 3, 4);
    of(11, "AveragePool")
        .with(text("auto_pad", "SAME_UPPER"))
        .gives(ROW, 1.5f, 2.5f, 3.5f, 4.5f, 5);
  }

  @Test
  void placesOfMaximaCountThroughTheWholeTensor() {
    var node =
        OneNode.of(12, "MaxPool")
            .feed(Shape.of(1, 2, 2, 2), 1, 2, 3, 4, 8, 7, 6, 5)
            .with(integers("kernel_shape", 2, 1))
            .outputs(2);
    node.gives(Shape.of(1, 2, 1, 2), 3, 4, 8, 7);
    node.givesLongs(1, ElementType.I64, Shape.of(1, 2, 1, 2), 2, 3, 4, 5);
    node.with(integer("storage_order", 1))
        .givesLongs(1, ElementType.I64, Shape.of(1, 2, 1, 2), 1, 3, 4, 6);
    OneNode.of(12, "MaxPool")
        .feed(Shape.of(1, 1, 3), 1, 3, 2)
        .with(integers("kernel_shape", 2))
        .outputs(2)
        .givesLongs(1, ElementType.I64, Shape.of(1, 1, 2), 1, 1);
  }

  @Test
  void oneAxisIsARow() {
    OneNode.of(13, "AveragePool")
        .feed(Shape.of(1, 1, 3), 1, 3, 2)
        .with(integers("kernel_shape", 2))
        .gives(Shape.of(1, 1, 2), 2, 2.5f);
  }

  @Test
  void normsWereOfAnyPowerAndAreOfWholeOnes() {
    OneNode.of(7, "LpPool")
        .feed(Shape.of(1, 1, 1, 3), 3, -4, 0)
        .with(integers("kernel_shape", 1, 2))
        .gives(Shape.of(1, 1, 1, 2), 5, 4);
    OneNode.of(1, "LpPool")
        .feed(Shape.of(1, 1, 1, 3), 3, -4, 0)
        .with(integers("kernel_shape", 1, 2))
        .with(real("p", 1))
        .gives(Shape.of(1, 1, 1, 2), 7, 4);
    OneNode.of(1, "LpPool")
        .feed(Shape.of(1, 1, 1, 3), 3, -4, 0)
        .with(integers("kernel_shape", 1, 2))
        .with(real("p", 1.5f))
        .refused("node \"n\" (LpPool): attribute p must be a whole number from 1 on, is 1.5");
  }

  @Test
  void globalPoolsLeaveOnePixel() {
    var picture = Shape.of(1, 2, 1, 2);
    var values = new float[] {1, 3, -4, 3};
    var pixel = Shape.of(1, 2, 1, 1);
    assertThat(OneNode.of(1, "GlobalAveragePool").feed(picture, values).operators())
        .containsExactly(new GlobalAveragePool());
    OneNode.of(1, "GlobalAveragePool").feed(picture, values).gives(pixel, 2, -0.5f);
    OneNode.of(1, "GlobalMaxPool").feed(picture, values).gives(pixel, 3, 3);
    OneNode.of(7, "GlobalLpPool").feed(picture, values).with(integer("p", 1)).gives(pixel, 4, 7);
    OneNode.of(7, "GlobalLpPool").feed(Shape.of(1, 1, 2), 3, 4).gives(Shape.of(1, 1, 1), 5);
    OneNode.of(7, "GlobalLpPool")
        .feed(Shape.of(1, 1, 2), 0, -4)
        .with(integer("p", 3))
        .gives(Shape.of(1, 1, 1), 4);
    OneNode.of(1, "GlobalAveragePool")
        .feed(Shape.of(1, 1, 1, 2, 2), 1, 2, 3, 6)
        .gives(Shape.of(1, 1, 1, 1, 1), 3);
  }
}
