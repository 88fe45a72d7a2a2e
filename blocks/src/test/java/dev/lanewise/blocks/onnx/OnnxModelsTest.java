package dev.lanewise.blocks.onnx;

import static org.assertj.core.api.Assertions.assertThat;

import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import dev.lanewise.blocks.SharedData;
import dev.lanewise.blocks.weights.Npy;
import dev.lanewise.engine.CompileOptions;
import dev.lanewise.engine.ElementType;
import dev.lanewise.engine.Layout;
import dev.lanewise.engine.Model;
import dev.lanewise.engine.Precision;
import dev.lanewise.engine.SessionOptions;
import dev.lanewise.engine.Tensor;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Models that seven exporters wrote, against what ONNX Runtime computes. */
class OnnxModelsTest {
  /**
   * Beside a ten-thousandth of the largest magnitude. Sums are in another order than ONNX
   * Runtime's, over some hundred layers; a wrong border, axis or attribute is off by percents.
   */
  private static final double ABSOLUTE = 1e-5;

  private static final double RELATIVE = 1e-4;

  /** What amplifies roundings, by a network's own making, gets three times as much. */
  private static final double AMPLIFIED = 3;

  /** Most weights of some models are constants filled by a node of a few bytes. */
  private static final long LIMIT = 1L << 29;

  @ParameterizedTest
  @ValueSource(
      strings = {
        "densenet-small-opset17-dynamic-batch",
        "fpn-small-opset11",
        "mobilenetv2-0.25-opset12",
        "resnet18-width16-opset13",
        "resnet26-bottleneck-opset9-bn-kept",
        "squeezenet-opset9",
        "unet-small-opset16"
      })
  void goldenModel(String name) throws IOException {
    check(SharedData.file("golden/onnx").resolve(name), "", 1);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "caffe2-light-densenet121",
        "caffe2-light-inception_v2",
        "caffe2-light-resnet50",
        "caffe2-light-shufflenet",
        "caffe2-light-squeezenet",
        "fastestdet",
        "marabou-cifar10-large-tf2onnx",
        "mnist-cntk",
        "mnist-gan-tf2onnx",
        "mnist-keras2onnx",
        "mobilefacenet",
        "ppocrv4-rec-paddle2onnx",
        "resnet20-cifar10-torch16",
        "retinaface-mnet025-mxnet",
        "retinaface-mnet025-torch24",
        "superres-torch04",
        "superres-torch13",
        "ultraface-rfb320",
        "vnncomp-resnet2b",
        "vnncomp-sri-resnet-a",
        "vnncomp-unet-upsample-small",
        "yunet-n-320",
        "yunet-n-dynamic"
      })
  void realModel(String name) throws IOException {
    check(SharedData.file("models/onnx").resolve(name), "", 1);
  }

  /**
   * basic-pitch takes logarithms of powers near 0; of noise, one element in 300,000 of yolox-nano's
   * comes out a little beyond the bound.
   */
  @ParameterizedTest
  @ValueSource(strings = {"basic-pitch-tf2onnx", "yolox-nano"})
  void realModelThatAmplifiesRoundings(String name) throws IOException {
    check(SharedData.file("models/onnx").resolve(name), "", AMPLIFIED);
  }

  @ParameterizedTest
  @ValueSource(strings = {"ppocrv4-det-paddle2onnx", "fastestdet", "yolox-nano"})
  void realModelOnAPhotograph(String name) throws IOException {
    check(SharedData.file("models/onnx").resolve(name), "photo_", 1);
  }

  private static void check(Path folder, String prefix, double factor) throws IOException {
    var fed = Npy.read(folder.resolve(prefix + "input_0.npy"));
    var file = folder.resolve("model.onnx");
    var input = input(file);
    var options = OnnxOptions.DEFAULT.withMaxConstantBytes(LIMIT);
    try (var onnx = OnnxReader.read(file, options.withInput(input, fed.shape()));
        var model =
            Model.compile(onnx.graph(), CompileOptions.DEFAULT.withPrecision(Precision.EXACT));
        var session = model.newSession(SessionOptions.of(input, fed.shape()))) {
      session.input(input).copyFrom(fed);
      session.run();
      int index = 0;
      for (var output : onnx.graph().outputs()) {
        var expected = folder.resolve(prefix + "output_" + index++ + ".npy");
        assertClose(session.output(output), expected, factor);
      }
    }
  }

  /** The one input that is no initialiser. */
  private static String input(Path file) throws IOException {
    var graph = ModelProto.parseFrom(Files.readAllBytes(file)).getGraph();
    var constants = graph.getInitializerList().stream().map(TensorProto::getName).toList();
    return graph.getInputList().stream()
        .map(ValueInfoProto::getName)
        .filter(name -> !constants.contains(name))
        .findFirst()
        .orElseThrow();
  }

  private static void assertClose(Tensor actual, Path file, double factor) throws IOException {
    if (actual.type() == ElementType.I64) {
      assertThat(actual.toLongs()).containsExactly(wholeNumbers(file));
      return;
    }
    var expected = Npy.read(file);
    assertThat(actual.shape()).isEqualTo(expected.shape());
    var wanted = expected.toArray(Layout.NCHW);
    var got = actual.toArray(Layout.NCHW);
    double largest = 0;
    for (float value : wanted) {
      largest = Math.max(largest, Math.abs(value));
    }
    double worst = 0;
    for (int i = 0; i < got.length; i++) {
      double difference = Math.abs((double) got[i] - wanted[i]);
      worst = difference <= worst ? worst : difference;
    }
    assertThat(worst)
        .as("%s, largest %s", file, largest)
        .isLessThanOrEqualTo(factor * (ABSOLUTE + RELATIVE * largest));
  }

  /** The int64 elements at the end of an NPY file of rank 0. */
  private static long[] wholeNumbers(Path file) throws IOException {
    var bytes = ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN);
    return new long[] {bytes.getLong(bytes.capacity() - Long.BYTES)};
  }
}
