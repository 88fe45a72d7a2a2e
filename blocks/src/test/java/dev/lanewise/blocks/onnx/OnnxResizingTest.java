package dev.lanewise.blocks.onnx;

import static dev.lanewise.blocks.onnx.OnnxProtos.integer;
import static dev.lanewise.blocks.onnx.OnnxProtos.integers;
import static dev.lanewise.blocks.onnx.OnnxProtos.real;
import static dev.lanewise.blocks.onnx.OnnxProtos.reals;
import static dev.lanewise.blocks.onnx.OnnxProtos.text;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lanewise.engine.Shape;
import dev.lanewise.engine.op.Resize;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Resizing by scales or to sizes, with the coordinates of its operator set. */
class OnnxResizingTest {
  private static final Shape ROW = Shape.of(1, 1, 1, 2);
  private static final Shape FOUR = Shape.of(1, 1, 1, 4);

  /** Of the row 1, 3. */
  private static OneNode of(int opset, String operator) {
    return OneNode.of(opset, operator).feed(ROW, 1, 3);
  }

  private static OneNode scaled(int opset, float... scales) {
    return of(opset, "Resize").absent().constant(Shape.of(4), scales);
  }

  @Test
  void upsamplingWasGivenInThreeWays() {
    of(1, "Upsample")
        .with(real("height_scale", 1))
        .with(real("width_scale", 2))
        .gives(FOUR, 1, 1, 3, 3);
    of(7, "Upsample").with(reals("scales", 1, 1, 1, 2)).gives(FOUR, 1, 1, 3, 3);
    of(9, "Upsample").constant(Shape.of(4), 1, 1, 1, 2).gives(FOUR, 1, 1, 3, 3);
    of(9, "Upsample")
        .constant(Shape.of(4), 1, 1, 1, 2)
        .with(text("mode", "linear"))
        .gives(FOUR, 1, 2, 3, 3);
    of(1, "Upsample")
        .with(real("height_scale", 1))
        .with(real("width_scale", 2))
        .with(text("mode", "bilinear"))
        .gives(FOUR, 1, 2, 3, 3);
  }

  @Test
  void operatorSet10HadNoOffset() {
    of(10, "Resize").constant(Shape.of(4), 1, 1, 1, 2).gives(FOUR, 1, 1, 3, 3);
    OneNode.of(10, "Resize")
        .feed(FOUR, 1, 2, 3, 4)
        .constant(Shape.of(4), 1, 1, 1, 0.6f)
        .gives(ROW, 1, 3);
    // Smaller along one axis, larger along the other.
    OneNode.of(10, "Resize")
        .feed(Shape.of(1, 1, 2, 4), 1, 2, 3, 4, 5, 6, 7, 8)
        .constant(Shape.of(4), 1, 1, 2, 0.6f)
        .gives(Shape.of(1, 1, 4, 2), 1, 3, 1, 3, 5, 7, 5, 7);
    of(10, "Resize")
        .constant(Shape.of(4), 1, 1, 1, 2)
        .with(text("mode", "cubic"))
        .refused("node \"n\" (Resize): attribute mode cubic came with operator set 11");
  }

  @Test
  void halvesOfPixelsAreTheDefault() {
    scaled(13, 1, 1, 1, 2).with(text("mode", "linear")).gives(FOUR, 1, 1.5f, 2.5f, 3);
    scaled(13, 1, 1, 1, 2)
        .with(text("mode", "linear"))
        .with(text("coordinate_transformation_mode", "asymmetric"))
        .gives(FOUR, 1, 2, 3, 3);
    scaled(13, 1, 1, 1, 1.5f)
        .with(text("mode", "linear"))
        .with(text("coordinate_transformation_mode", "align_corners"))
        .gives(Shape.of(1, 1, 1, 3), 1, 2, 3);
  }

  @Test
  void sizesGiveTheScales() {
    of(11, "Resize")
        .constant(Shape.of(0))
        .constant(Shape.of(0))
        .longs(1, 1, 1, 4)
        .gives(FOUR, 1, 1, 3, 3);
    of(13, "Resize").absent().absent().longs(1, 1, 2, 2).gives(Shape.of(1, 1, 2, 2), 1, 3, 1, 3);
    of(18, "Resize").absent().absent().longs(4).with(integers("axes", -1)).gives(FOUR, 1, 1, 3, 3);
  }

  @Test
  void ratioOfSidesIsKeptIfAskedTo() {
    var larger =
        of(18, "Resize")
            .absent()
            .absent()
            .longs(3, 4)
            .with(integers("axes", 2, 3))
            .with(text("keep_aspect_ratio_policy", "not_larger"));
    larger.gives(Shape.of(1, 1, 2, 4), 1, 1, 3, 3, 1, 1, 3, 3);
    var smaller =
        of(18, "Resize")
            .absent()
            .absent()
            .longs(3, 4)
            .with(integers("axes", 2, 3))
            .with(text("keep_aspect_ratio_policy", "not_smaller"));
    assertThat(smaller.run().getFirst().shape()).isEqualTo(Shape.of(1, 1, 3, 6));
  }

  @Test
  void everythingElseIsPassedOn() {
    var all =
        OneNode.of(19, "Resize")
            .feed(FOUR, 1, 2, 3, 4)
            .constant(Shape.of(8), 0, 0, 0, 0.5f, 1, 1, 1, 1)
            .constant(Shape.of(4), 1, 1, 1, 0.5f)
            .with(text("mode", "cubic"))
            .with(text("coordinate_transformation_mode", "tf_crop_and_resize"))
            .with(text("nearest_mode", "ceil"))
            .with(real("cubic_coeff_a", -0.5f))
            .with(real("extrapolation_value", 9))
            .with(integer("exclude_outside", 1))
            .with(integer("antialias", 1));
    assertThat(all.operators())
        .containsExactly(
            new Resize(
                List.of(1, 1, 1, 1),
                List.of(1f, 1f, 1f, 0.5f),
                Resize.Mode.CUBIC,
                Resize.Coordinates.TF_CROP_AND_RESIZE,
                Resize.Rounding.CEIL,
                -0.5f,
                true,
                9,
                List.of(0f, 0f, 0f, 0.5f, 1f, 1f, 1f, 1f),
                true));
  }

  /** Of which ten are seven in float32, and a little less in float64. */
  @Test
  void sevenTenthsOfTenAreSevenWheneverTheyAreKnown() {
    var ten = Shape.of(1, 10);
    var values = new float[10];
    var scales = new float[] {1, 0.7f};
    for (var node :
        List.of(
            OneNode.of(13, "Resize").feed(ten, values),
            OneNode.of(13, "Resize").feedOpen(ten, values))) {
      node.absent().constant(Shape.of(2), scales).gives(Shape.of(1, 7), new float[7]);
    }
  }

  @Test
  void openExtentsAreScaledByARun() {
    OneNode.of(13, "Resize")
        .feedOpen(ROW, 1, 3)
        .absent()
        .constant(Shape.of(4), 1, 1, 1, 2)
        .gives(FOUR, 1, 1, 3, 3);
    OneNode.of(13, "Resize")
        .feedOpen(ROW, 1, 3)
        .absent()
        .absent()
        .longs(1, 1, 1, 4)
        .refused(
            "node \"n\" (Resize): the extents of [?, ?, ?, ?] must be known; bind axes"
                + " [0, 1, 2, 3] of input \"x0\" [?, ?, ?, ?] with OnnxOptions.withInput");
  }
}
