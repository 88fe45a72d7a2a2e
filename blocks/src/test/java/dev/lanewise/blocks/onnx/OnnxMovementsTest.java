package dev.lanewise.blocks.onnx;

import static dev.lanewise.blocks.onnx.OnnxProtos.integer;
import static dev.lanewise.blocks.onnx.OnnxProtos.integers;
import static dev.lanewise.blocks.onnx.OnnxProtos.real;
import static dev.lanewise.blocks.onnx.OnnxProtos.text;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lanewise.engine.Shape;
import dev.lanewise.engine.Tensor;
import dev.lanewise.engine.op.PadChannels;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Operators that move elements, cut some out or put some around. */
class OnnxMovementsTest {
  private static final Shape MATRIX = Shape.of(2, 3);

  private static OneNode of(int opset, String operator) {
    return OneNode.of(opset, operator).feed(MATRIX, 1, 2, 3, 4, 5, 6);
  }

  @Test
  void axesAreReversedOrPermuted() {
    of(1, "Transpose").gives(Shape.of(3, 2), 1, 4, 2, 5, 3, 6);
    of(13, "Transpose").with(integers("perm", 1, 0)).gives(Shape.of(3, 2), 1, 4, 2, 5, 3, 6);
    of(13, "Transpose").with(integers("perm", 0, 1)).gives(MATRIX, 1, 2, 3, 4, 5, 6);
  }

  @Test
  void concatenationHasAnAxisThatWasOneByDefault() {
    of(1, "Concat").feed(Shape.of(2, 1), 7, 8).gives(Shape.of(2, 4), 1, 2, 3, 7, 4, 5, 6, 8);
    of(13, "Concat")
        .feed(Shape.of(1, 3), 7, 8, 9)
        .with(integer("axis", -2))
        .gives(Shape.of(3, 3), 1, 2, 3, 4, 5, 6, 7, 8, 9);
  }

  @Test
  void sliceWasGivenByAttributesAndIsByInputs() {
    of(9, "Slice")
        .with(integers("starts", 0, -2))
        .with(integers("ends", 1, 1000))
        .gives(Shape.of(1, 2), 2, 3);
    of(1, "Slice")
        .with(integers("axes", 1))
        .with(integers("starts", 1))
        .with(integers("ends", -1))
        .gives(Shape.of(2, 1), 2, 5);
    of(13, "Slice").longs(0).longs(3).longs(-1).longs(2).gives(Shape.of(2, 2), 1, 3, 4, 6);
    of(10, "Slice")
        .longs(-1)
        .longs(Long.MIN_VALUE)
        .longs(1)
        .longs(-1)
        .gives(MATRIX, 3, 2, 1, 6, 5, 4);
  }

  @Test
  void splitMakesEqualPartsOrThoseAskedFor() {
    of(11, "Split").outputs(2).gives(1, Shape.of(1, 3), 4, 5, 6);
    of(7, "Split")
        .with(integer("axis", 1))
        .with(integers("split", 1, 2))
        .outputs(2)
        .gives(1, Shape.of(2, 2), 2, 3, 5, 6);
    of(13, "Split").longs(2, 1).with(integer("axis", -1)).outputs(2).gives(1, Shape.of(2, 1), 3, 6);
    // The last part of an uneven split is smaller.
    of(18, "Split")
        .with(integer("axis", 1))
        .with(integer("num_outputs", 2))
        .outputs(2)
        .gives(1, Shape.of(2, 1), 3, 6);
  }

  @Test
  void paddingWasGivenByAttributesAndIsByInputs() {
    of(9, "Pad")
        .with(integers("pads", 0, 1, 0, 0))
        .with(real("value", 9))
        .gives(Shape.of(2, 4), 9, 1, 2, 3, 9, 4, 5, 6);
    of(1, "Pad")
        .with(integers("paddings", 0, 0, 0, 1))
        .gives(Shape.of(2, 4), 1, 2, 3, 0, 4, 5, 6, 0);
    of(11, "Pad")
        .longs(0, -1, 0, 1)
        .constant(Shape.of(), 9)
        .gives(Shape.of(2, 3), 2, 3, 9, 5, 6, 9);
    of(18, "Pad")
        .longs(1, 0)
        .absent()
        .longs(-1)
        .with(text("mode", "edge"))
        .gives(Shape.of(2, 4), 1, 1, 2, 3, 4, 4, 5, 6);
    of(13, "Pad")
        .longs(0, 2, 0, 0)
        .with(text("mode", "reflect"))
        .gives(Shape.of(2, 5), 3, 2, 1, 2, 3, 6, 5, 4, 5, 6);
    of(19, "Pad")
        .longs(0, 1, 0, 0)
        .with(text("mode", "wrap"))
        .gives(Shape.of(2, 4), 3, 1, 2, 3, 6, 4, 5, 6);
    of(18, "Pad")
        .longs(0, 1, 0, 0)
        .with(text("mode", "wrap"))
        .refused("node \"n\" (Pad): attribute mode wrap came with operator set 19");
  }

  @Test
  void zerosAroundChannelsAreTheShortcut() {
    var picture = OneNode.of(13, "Pad").feed(Shape.of(1, 1, 1, 2), 1, 2);
    picture.longs(0, 1, 0, 0, 0, 2, 0, 0);
    assertThat(picture.operators()).containsExactly(new PadChannels(1, 2));
    picture.gives(Shape.of(1, 4, 1, 2), 0, 0, 1, 2, 0, 0, 0, 0);
  }

  @Test
  void expandBroadcastsBothWays() {
    OneNode.of(8, "Expand")
        .feed(Shape.of(2, 1), 1, 2)
        .longs(2, 1, 2)
        .gives(Shape.of(2, 2, 2), 1, 1, 2, 2, 1, 1, 2, 2);
    of(13, "Expand").longs(1, 1).gives(MATRIX, 1, 2, 3, 4, 5, 6);
  }

  @Test
  void tileRepeatsEveryAxis() {
    of(6, "Tile").longs(1, 2).gives(Shape.of(2, 6), 1, 2, 3, 1, 2, 3, 4, 5, 6, 4, 5, 6);
    of(1, "Tile")
        .constant(OnnxProtos.longs("", List.of(), 2))
        .constant(OnnxProtos.longs("", List.of(), 0))
        .gives(Shape.of(4, 3), 1, 2, 3, 4, 5, 6, 1, 2, 3, 4, 5, 6);
  }

  @Test
  void gatherPicksPlacesThatMayCountFromTheEnd() {
    of(1, "Gather").longs(1, 0).gives(MATRIX, 4, 5, 6, 1, 2, 3);
    of(13, "Gather")
        .constant(OnnxProtos.longs("", List.of(), -1))
        .with(integer("axis", -1))
        .gives(Shape.of(2), 3, 6);
    of(13, "Gather").feed(Tensor.ofLongs(Shape.of(1, 1), 1)).gives(Shape.of(1, 1, 3), 4, 5, 6);
  }

  @Test
  void oneHotMarksAPlace() {
    OneNode.of(11, "OneHot")
        .feed(Tensor.ofLongs(Shape.of(2), 1, -1))
        .longs(3)
        .constant(Shape.of(2), 0, 5)
        .gives(MATRIX, 0, 5, 0, 0, 0, 5);
    OneNode.of(9, "OneHot")
        .feed(Tensor.ofLongs(Shape.of(2), 1, 0))
        .constant(Shape.of(), 2)
        .constant(Shape.of(2), 0, 1)
        .with(integer("axis", 0))
        .gives(Shape.of(2, 2), 0, 1, 1, 0);
  }

  @Test
  void channelsBecomeBlocksOfPixelsInEitherOrder() {
    var x = Shape.of(1, 8, 1, 1);
    var values = new float[] {1, 2, 3, 4, 5, 6, 7, 8};
    var y = Shape.of(1, 2, 2, 2);
    OneNode.of(1, "DepthToSpace")
        .feed(x, values)
        .with(integer("blocksize", 2))
        .gives(y, 1, 3, 5, 7, 2, 4, 6, 8);
    OneNode.of(11, "DepthToSpace")
        .feed(x, values)
        .with(integer("blocksize", 2))
        .with(text("mode", "CRD"))
        .gives(y, 1, 2, 3, 4, 5, 6, 7, 8);
    OneNode.of(13, "SpaceToDepth")
        .feed(y, 1, 3, 5, 7, 2, 4, 6, 8)
        .with(integer("blocksize", 2))
        .gives(x, values);
  }
}
