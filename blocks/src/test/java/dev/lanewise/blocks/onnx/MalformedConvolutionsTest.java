package dev.lanewise.blocks.onnx;

import static dev.lanewise.blocks.onnx.OnnxProtos.integer;
import static dev.lanewise.blocks.onnx.OnnxProtos.integers;
import static dev.lanewise.blocks.onnx.OnnxProtos.real;
import static dev.lanewise.blocks.onnx.OnnxProtos.text;

import dev.lanewise.engine.Shape;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Convolutions, pools and what normalises, with attributes and weights that do not fit. */
@Tag("malformed")
class MalformedConvolutionsTest {
  private static final Shape PICTURE = Shape.of(1, 2, 3, 3);

  private static OneNode conv() {
    return OneNode.of(13, "Conv").feed(PICTURE, new float[18]);
  }

  /** With a kernel of 2×2 and three outputs. */
  private static OneNode fitting() {
    return conv().constant(Shape.of(3, 2, 2, 2), new float[24]);
  }

  private static OneNode transposed() {
    return OneNode.of(13, "ConvTranspose")
        .feed(PICTURE, new float[18])
        .constant(Shape.of(2, 3, 2, 2), new float[24]);
  }

  private static OneNode pool() {
    return OneNode.of(13, "MaxPool").feed(PICTURE, new float[18]);
  }

  private static OneNode norm(int channels) {
    var node = OneNode.of(15, "BatchNormalization").feed(PICTURE, new float[18]);
    for (int i = 0; i < 4; i++) {
      node.constant(Shape.of(channels), new float[channels]);
    }
    return node;
  }

  static List<Refusal> convolutions() {
    return List.of(
        Refusal.of(
            "stride 0",
            fitting().with(integers("strides", 0, 1)),
            "node \"n\" (Conv): strides must be at least 1, got 0, 1"),
        Refusal.of(
            "negative stride",
            fitting().with(integers("strides", 1, -2)),
            "node \"n\" (Conv): strides must be at least 1, got 1, -2"),
        Refusal.of(
            "huge stride",
            fitting().with(integers("strides", 1L << 40, 1)),
            "node \"n\" (Conv): attribute strides is out of range: 1099511627776"),
        Refusal.of(
            "one stride",
            fitting().with(integers("strides", 1)),
            "node \"n\" (Conv): attribute strides must have 2 numbers, has 1"),
        Refusal.of(
            "dilation 0",
            fitting().with(integers("dilations", 0, 1)),
            "node \"n\" (Conv): dilations must be at least 1, got 0, 1"),
        Refusal.of(
            "huge dilation",
            fitting().with(integers("dilations", 1, 2147483647)),
            "node \"n\" (Conv): the window spans 2147483648 pixels, the padded input's width is 3"),
        Refusal.of(
            "group 0",
            fitting().with(integer("group", 0)),
            "node \"n\" (Conv): groups must be at least 1, got 0"),
        Refusal.of(
            "negative group",
            fitting().with(integer("group", -1)),
            "node \"n\" (Conv): groups must be at least 1, got -1"),
        Refusal.of(
            "huge group",
            fitting().with(integer("group", 1L << 32)),
            "node \"n\" (Conv): attribute group is out of range: 4294967296"),
        Refusal.of(
            "group that does not divide",
            conv().constant(Shape.of(3, 1, 2, 2), new float[12]).with(integer("group", 2)),
            "node \"n\" (Conv): 3 output channels cannot be split into 2 groups"),
        Refusal.of(
            "channels that are not groups times weights",
            fitting().with(integer("group", 2)),
            "node \"n\" (Conv): weights expect 4 input channels, input has 2"),
        Refusal.of(
            "channels beyond an int",
            conv().constant(Shape.of(3, 65536, 0, 2)).with(integer("group", 65536)),
            "node \"n\" (Conv): kernel must be at least 1×1, got 0×2"),
        Refusal.of(
            "negative padding",
            fitting().with(integers("pads", 0, -1, 0, 0)),
            "node \"n\" (Conv): padding must not be negative, got top 0, left -1, bottom 0, right 0"),
        Refusal.of(
            "huge padding",
            fitting().with(integers("pads", 2147483647, 0, 0, 0)),
            "node \"n\" (Conv): the padded input's height overflows: 2147483650"),
        Refusal.of(
            "two paddings",
            fitting().with(integers("pads", 1, 1)),
            "node \"n\" (Conv): attribute pads must have 4 numbers, has 2"),
        Refusal.of(
            "kernel beyond the picture",
            conv().constant(Shape.of(1, 2, 4, 4), new float[32]),
            "node \"n\" (Conv): the window spans 4 pixels, the padded input's height is 3"),
        Refusal.of(
            "kernel without elements",
            conv().constant(Shape.of(1, 2, 0, 1)),
            "node \"n\" (Conv): kernel must be at least 1×1, got 0×1"),
        Refusal.of(
            "both kinds of padding",
            fitting().with(text("auto_pad", "SAME_UPPER")).with(integers("pads", 1, 1, 1, 1)),
            "node \"n\" (Conv): attributes pads and auto_pad = SAME_UPPER exclude each other"),
        Refusal.of(
            "unknown auto_pad",
            fitting().with(text("auto_pad", "SAME")),
            "node \"n\" (Conv): attribute auto_pad must be one of [NOTSET, VALID, SAME_UPPER, SAME_LOWER]"),
        Refusal.of(
            "auto_pad with stride 0",
            fitting().with(text("auto_pad", "SAME_LOWER")).with(integers("strides", 0, 0)),
            "node \"n\" (Conv): strides must be at least 1, are [0, 0]"),
        Refusal.of(
            "bias of another length",
            fitting().constant(Shape.of(2), 1, 2),
            "node \"n\" (Conv): bias must have shape [3], has [2]"),
        Refusal.of(
            "bias that is a matrix",
            fitting().constant(Shape.of(1, 3), 1, 2, 3),
            "node \"n\" (Conv): bias must have shape [3], has [1, 3]"),
        Refusal.of(
            "kernel_shape that differs",
            fitting().with(integers("kernel_shape", 3, 3)),
            "node \"n\" (Conv): attribute kernel_shape is [3, 3], the weights have [2, 2]"),
        Refusal.of(
            "weights of another rank",
            conv().constant(Shape.of(1, 2, 1), 1, 1),
            "node \"n\" (Conv): input has shape [1, 2, 3, 3], weights have [1, 2, 1]"),
        Refusal.of(
            "pictures of three axes",
            OneNode.of(13, "Conv")
                .feed(Shape.of(1, 1, 1, 1, 1), 1)
                .constant(Shape.of(1, 1, 1, 1, 1), 1),
            "node \"n\" (Conv): input must have 3 or 4 axes, has shape [1, 1, 1, 1, 1]"),
        Refusal.of(
            "weights of whole numbers",
            conv().constant(OnnxProtos.longs("", List.of(1, 2, 1, 1), 1, 2)),
            "node \"n\" (Conv): input 1 must be of float32, is of int64"),
        Refusal.of("no weights", conv(), "node \"n\" (Conv): takes 2 to 3 inputs, got 1"),
        Refusal.of(
            "output padding that is negative",
            transposed().with(integers("output_padding", -1, 0)),
            "node \"n\" (ConvTranspose): output padding must not be negative, got -1 and 0"),
        Refusal.of(
            "output shape of one axis",
            transposed().with(integers("output_shape", 5)),
            "node \"n\" (ConvTranspose): attribute output_shape must have 2 numbers, has 1"),
        Refusal.of(
            "output shape that is negative",
            transposed().with(integers("output_shape", -5, 5)),
            "node \"n\" (ConvTranspose): padding of 9 pixels leaves no output of 3"),
        Refusal.of(
            "stride 0 upwards",
            transposed().with(integers("strides", 0, 1)),
            "node \"n\" (ConvTranspose): strides must be at least 1, got 0, 1"),
        Refusal.of(
            "huge stride upwards",
            transposed().with(integers("strides", 2147483647, 1)),
            "node \"n\" (ConvTranspose): an extent overflows: 4294967296"),
        Refusal.of(
            "group that does not divide upwards",
            transposed().with(integer("group", 3)),
            "node \"n\" (ConvTranspose): 2 input channels cannot be split into 3 groups"));
  }

  static List<Refusal> poolsAndNorms() {
    return List.of(
        Refusal.of("no kernel", pool(), "node \"n\" (MaxPool): attribute kernel_shape is missing"),
        Refusal.of(
            "kernel 0",
            pool().with(integers("kernel_shape", 0, 1)),
            "node \"n\" (MaxPool): kernel must be at least 1×1, got 0×1"),
        Refusal.of(
            "huge kernel",
            pool().with(integers("kernel_shape", 1L << 31, 1)),
            "node \"n\" (MaxPool): attribute kernel_shape is out of range: 2147483648"),
        Refusal.of(
            "more padding than the picture has",
            pool()
                .with(integers("kernel_shape", 3, 3))
                .with(integers("pads", 1 << 30, 0, 1 << 30, 0))
                .with(integers("strides", 1, 1)),
            "node \"n\" (MaxPool): the padded input's height overflows: 2147483651"),
        Refusal.of(
            "ceil_mode that is no flag",
            pool().with(integers("kernel_shape", 2, 2)).with(integer("ceil_mode", 2)),
            "node \"n\" (MaxPool): attribute ceil_mode must be 0 or 1, is 2"),
        Refusal.of(
            "ceil_mode before its time",
            OneNode.of(9, "AveragePool")
                .feed(PICTURE, new float[18])
                .with(integers("kernel_shape", 2, 2))
                .with(integer("ceil_mode", 1)),
            "node \"n\" (AveragePool): attribute \"ceil_mode\" is not known in operator set 9"),
        Refusal.of(
            "p 0",
            OneNode.of(13, "LpPool")
                .feed(PICTURE, new float[18])
                .with(integers("kernel_shape", 2, 2))
                .with(integer("p", 0)),
            "node \"n\" (LpPool): attribute p must be a whole number from 1 on, is 0.0"),
        Refusal.of(
            "statistics of other channels",
            norm(3),
            "node \"n\" (BatchNormalization): gamma must have shape [2], has [3]"),
        Refusal.of(
            "training",
            norm(2).with(integer("training_mode", 1)),
            "node \"n\" (BatchNormalization): attribute training_mode = 1 is not supported"),
        Refusal.of(
            "negative epsilon",
            norm(2).with(real("epsilon", -1)),
            "node \"n\" (BatchNormalization): attribute epsilon must be finite and not negative, is -1.0"),
        Refusal.of(
            "epsilon that is no number",
            norm(2).with(real("epsilon", Float.NaN)),
            "node \"n\" (BatchNormalization): attribute epsilon must be finite and not negative, is NaN"),
        Refusal.of(
            "neighbours without a size",
            OneNode.of(13, "LRN").feed(PICTURE, new float[18]),
            "node \"n\" (LRN): attribute size is missing"),
        Refusal.of(
            "neighbours of a negative size",
            OneNode.of(13, "LRN").feed(PICTURE, new float[18]).with(integer("size", -3)),
            "node \"n\" (LRN): the size must be at least 1, got -3"));
  }

  @ParameterizedTest
  @MethodSource({"convolutions", "poolsAndNorms"})
  void isRefused(Refusal refusal) {
    refusal.check();
  }
}
