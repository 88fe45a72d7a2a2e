package dev.lanewise.blocks.onnx;

import static dev.lanewise.blocks.onnx.OnnxProtos.integer;
import static dev.lanewise.blocks.onnx.OnnxProtos.integers;
import static dev.lanewise.blocks.onnx.OnnxProtos.text;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lanewise.engine.Shape;
import dev.lanewise.engine.op.Conv;
import dev.lanewise.engine.op.Window;
import org.junit.jupiter.api.Test;

/** Convolutions and their transposes, with every way to say where padding goes. */
class OnnxConvolutionsTest {
  private static final Shape ROW = Shape.of(1, 1, 1, 4);

  /** Of the row 1, 2, 3, 4. */
  private static OneNode conv(float... kernel) {
    return OneNode.of(13, "Conv")
        .feed(ROW, 1, 2, 3, 4)
        .constant(Shape.of(1, 1, 1, kernel.length), kernel);
  }

  @Test
  void windowAndBiasAreRead() {
    conv(1, 10).gives(Shape.of(1, 1, 1, 3), 21, 32, 43);
    conv(1, 10).constant(Shape.of(1), 100).gives(Shape.of(1, 1, 1, 3), 121, 132, 143);
    conv(1, 10).with(integers("strides", 1, 2)).gives(Shape.of(1, 1, 1, 2), 21, 43);
    conv(1, 10).with(integers("dilations", 1, 2)).gives(Shape.of(1, 1, 1, 2), 31, 42);
    conv(1, 10).with(integers("pads", 0, 1, 0, 0)).gives(ROW, 10, 21, 32, 43);
    conv(1, 10)
        .with(integers("kernel_shape", 1, 2))
        .with(text("auto_pad", "VALID"))
        .gives(Shape.of(1, 1, 1, 3), 21, 32, 43);
    var whole =
        OneNode.of(1, "Conv")
            .feed(Shape.of(1, 4, 5, 6), new float[120])
            .constant(Shape.of(2, 2, 3, 2), new float[24])
            .with(integers("pads", 1, 2, 3, 4))
            .with(integers("strides", 3, 2))
            .with(integers("dilations", 2, 1))
            .with(integer("group", 2));
    assertThat(whole.operators())
        .containsExactly(new Conv(Window.of(3, 2).stride(3, 2).pad(1, 2, 3, 4).dilation(2, 1), 2));
  }

  @Test
  void samePaddingPutsTheOddOneAtTheEndOrTheBeginning() {
    conv(1, 10).with(text("auto_pad", "SAME_UPPER")).gives(ROW, 21, 32, 43, 4);
    conv(1, 10).with(text("auto_pad", "SAME_LOWER")).gives(ROW, 10, 21, 32, 43);
    // Of stride 3, ⌈4 / 3⌉ = 2 outputs need a pixel more than there is.
    conv(1, 10)
        .with(text("auto_pad", "SAME_UPPER"))
        .with(integers("strides", 1, 3))
        .gives(Shape.of(1, 1, 1, 2), 21, 4);
  }

  @Test
  void samePaddingOfAnOpenPictureNeedsStrideOne() {
    var open =
        OneNode.of(13, "Conv")
            .feedOpen(ROW, 1, 2, 3, 4)
            .constant(Shape.of(1, 1, 1, 2), 1, 10)
            .with(text("auto_pad", "SAME_UPPER"));
    open.gives(ROW, 21, 32, 43, 4);
    open.with(integers("strides", 1, 2))
        .refused(
            "node \"n\" (Conv): attribute auto_pad needs the extents of [?, ?, ?, ?]; bind axes"
                + " [0, 1, 2, 3] of input \"x0\" [?, ?, ?, ?] with OnnxOptions.withInput");
  }

  @Test
  void oneAxisIsARow() {
    OneNode.of(13, "Conv")
        .feed(Shape.of(1, 1, 4), 1, 2, 3, 4)
        .constant(Shape.of(2, 1, 2), 1, 10, 2, 0)
        .constant(Shape.of(2), 0, 100)
        .with(integers("pads", 1, 0))
        .gives(Shape.of(1, 2, 4), 10, 21, 32, 43, 100, 102, 104, 106);
    OneNode.of(13, "Conv")
        .feedOpen(Shape.of(1, 1, 4), 1, 2, 3, 4)
        .constant(Shape.of(1, 1, 2), 1, 10)
        .gives(Shape.of(1, 1, 3), 21, 32, 43);
  }

  @Test
  void weightsMayBeFed() {
    OneNode.of(13, "Conv")
        .feed(ROW, 1, 2, 3, 4)
        .feed(Shape.of(1, 1, 1, 2), 1, 10)
        .gives(Shape.of(1, 1, 1, 3), 21, 32, 43);
  }

  private static OneNode transposed() {
    return OneNode.of(11, "ConvTranspose")
        .feed(Shape.of(1, 1, 1, 2), 1, 2)
        .constant(Shape.of(1, 1, 1, 3), 1, 10, 100);
  }

  @Test
  void transposeAddsEachKernelAtItsPlace() {
    transposed().gives(Shape.of(1, 1, 1, 4), 1, 12, 120, 200);
    transposed().with(integers("strides", 1, 2)).gives(Shape.of(1, 1, 1, 5), 1, 10, 102, 20, 200);
    transposed().with(integers("pads", 0, 1, 0, 0)).gives(Shape.of(1, 1, 1, 3), 12, 120, 200);
    transposed()
        .with(integers("strides", 1, 2))
        .with(integers("output_padding", 0, 1))
        .gives(Shape.of(1, 1, 1, 6), 1, 10, 102, 20, 200, 0);
    OneNode.of(11, "ConvTranspose")
        .feed(Shape.of(1, 1, 2), 1, 2)
        .constant(Shape.of(1, 1, 3), 1, 10, 100)
        .gives(Shape.of(1, 1, 4), 1, 12, 120, 200);
  }

  @Test
  void transposeIsPaddedToTheShapeAskedFor() {
    var stride = integers("strides", 1, 2);
    transposed()
        .with(stride)
        .with(text("auto_pad", "SAME_UPPER"))
        .gives(Shape.of(1, 1, 1, 4), 1, 10, 102, 20);
    transposed()
        .with(stride)
        .with(text("auto_pad", "SAME_LOWER"))
        .gives(Shape.of(1, 1, 1, 4), 10, 102, 20, 200);
    transposed()
        .with(stride)
        .with(integers("output_shape", 1, 3))
        .gives(Shape.of(1, 1, 1, 3), 10, 102, 20);
    transposed()
        .with(stride)
        .with(integers("output_shape", 1, 1, 1, 6))
        .gives(Shape.of(1, 1, 1, 6), 1, 10, 102, 20, 200, 0);
  }
}
