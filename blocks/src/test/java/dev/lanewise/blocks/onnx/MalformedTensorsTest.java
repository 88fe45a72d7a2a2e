package dev.lanewise.blocks.onnx;

import static dev.lanewise.blocks.onnx.OnnxProtos.floats;
import static dev.lanewise.blocks.onnx.OnnxProtos.longs;
import static dev.lanewise.blocks.onnx.OnnxProtos.raw;
import static dev.lanewise.blocks.onnx.OnnxProtos.tensor;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.onnx.proto.OnnxMl.StringStringEntryProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.TensorProto.DataType;
import com.google.protobuf.ByteString;
import dev.lanewise.blocks.weights.MalformedFileException;
import dev.lanewise.engine.Layout;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Tensors whose type, dimensions and data do not go together, in the model or beside it. */
@Tag("malformed")
class MalformedTensorsTest {
  private static final DataType FLOAT = DataType.FLOAT;

  @TempDir private Path folder;

  private static Refusal of(String name, TensorProto.Builder tensor, String message) {
    var graph =
        OnnxProtos.graph("y")
            .addInitializer(tensor.setName("c"))
            .addNode(OnnxProtos.node("Relu", List.of("c"), "y"));
    return Refusal.of(name, OnnxProtos.model(13, graph), message);
  }

  private static TensorProto.Builder beside(String... entries) {
    var tensor = tensor("c", FLOAT, List.of(2)).setDataLocation(TensorProto.DataLocation.EXTERNAL);
    for (int i = 0; i < entries.length; i += 2) {
      tensor.addExternalData(
          StringStringEntryProto.newBuilder().setKey(entries[i]).setValue(entries[i + 1]));
    }
    return tensor;
  }

  static List<Refusal> tensors() {
    return List.of(
        of(
            "too few bytes",
            raw("", FLOAT, List.of(2), 0, 0, 0, 0),
            "initialiser \"c\": FLOAT of shape [2] takes 8 bytes, raw_data has 4"),
        of(
            "too many bytes",
            raw("", FLOAT, List.of(1), 0, 0, 0, 0, 0),
            "initialiser \"c\": FLOAT of shape [1] takes 4 bytes, raw_data has 5"),
        of(
            "no bytes",
            raw("", FLOAT, List.of(1)),
            "initialiser \"c\": FLOAT of shape [1] takes 4 bytes, raw_data has 0"),
        of(
            "too few elements",
            floats("", List.of(2), 1),
            "initialiser \"c\": FLOAT of shape [2] has 2 elements, its data 1"),
        of(
            "too many elements",
            longs("", List.of(1), 1, 2),
            "initialiser \"c\": INT64 of shape [1] has 1 elements, its data 2"),
        of(
            "no data",
            tensor("", FLOAT, List.of(2)),
            "initialiser \"c\": FLOAT of shape [2] has 2 elements, its data 0"),
        of(
            "data twice",
            floats("", List.of(1), 1).setRawData(ByteString.copyFrom(new byte[4])),
            "initialiser \"c\": has 1 elements in fields that are not for its data"),
        of(
            "data of another type",
            tensor("", FLOAT, List.of(1)).addInt64Data(1),
            "initialiser \"c\": has 1 elements in fields that are not for its data"),
        of(
            "data of two types",
            tensor("", DataType.INT64, List.of(1)).addInt64Data(1).addDoubleData(1),
            "initialiser \"c\": has 1 elements in fields that are not for its data"),
        of(
            "negative dimension",
            tensor("", FLOAT, List.of(-1)).addFloatData(1),
            "initialiser \"c\": dimensions must be 0 to 2147483647, are [-1]"),
        of(
            "two negative dimensions",
            tensor("", FLOAT, List.of(-1, -1)).addFloatData(1),
            "initialiser \"c\": dimensions must be 0 to 2147483647, are [-1, -1]"),
        of(
            "dimension beyond an int",
            tensor("", FLOAT, List.of()).addDims(1L << 32),
            "initialiser \"c\": dimensions must be 0 to 2147483647, are [4294967296]"),
        of(
            "dimensions that overflow",
            tensor("", FLOAT, List.of(1 << 30, 1 << 30, 1 << 30)),
            "initialiser \"c\": the size of [1073741824, 1073741824, 1073741824] overflows"),
        of(
            "dimensions that overflow to nothing",
            tensor("", FLOAT, List.of(1 << 30, 1 << 30, 16)),
            "initialiser \"c\": the size of [1073741824, 1073741824, 16] overflows"),
        of(
            "huge dimensions",
            tensor("", FLOAT, List.of(1 << 30)),
            "initialiser \"c\": FLOAT of shape [1073741824] has 1073741824 elements, its data 0"),
        of(
            "65 axes",
            tensor("", FLOAT, Collections.nCopies(65, 1)),
            "initialiser \"c\": tensors have up to 64 axes, this one 65"),
        of(
            "text",
            tensor("", DataType.STRING, List.of()),
            "initialiser \"c\": element type STRING is not supported"),
        of(
            "octets of reals",
            tensor("", DataType.FLOAT8E4M3FN, List.of()),
            "initialiser \"c\": element type FLOAT8E4M3FN is not supported"),
        of(
            "unsigned long",
            tensor("", DataType.UINT64, List.of()),
            "initialiser \"c\": element type UINT64 is not supported"),
        of(
            "unknown type",
            TensorProto.newBuilder().setDataType(99),
            "initialiser \"c\": element type 99 is not supported"),
        of(
            "no type",
            TensorProto.newBuilder(),
            "initialiser \"c\": element type UNDEFINED is not supported"),
        of(
            "segment",
            floats("", List.of(1), 1).setSegment(TensorProto.Segment.newBuilder().setBegin(0)),
            "initialiser \"c\": tensors in segments are not supported"));
  }

  static List<Refusal> external() {
    return List.of(
        of(
            "no location",
            beside(),
            "initialiser \"c\": its file \"\" is not within the model's folder"),
        of(
            "above",
            beside("location", "../weights"),
            "initialiser \"c\": its file \"../weights\" is not within the model's folder"),
        of(
            "above, on a way",
            beside("location", "a/../../weights"),
            "initialiser \"c\": its file \"a/../../weights\" is not within the model's folder"),
        of(
            "absolute",
            beside("location", "/etc/passwd"),
            "initialiser \"c\": its file \"/etc/passwd\" is not within the model's folder"),
        of(
            "folder",
            beside("location", "."),
            "initialiser \"c\": its file \".\" is no regular file"),
        of(
            "invalid name",
            beside("location", "a\0b"),
            "initialiser \"c\": its file \"a�b\" has no valid name"),
        of(
            "missing",
            beside("location", "no-such-file"),
            "initialiser \"c\": its file \"no-such-file\" is not there"),
        of(
            "location twice",
            beside("location", "a", "location", "b"),
            "initialiser \"c\": external data has two entries \"location\""),
        of(
            "offset that is no number",
            beside("location", "a", "offset", "x"),
            "initialiser \"c\": the offset of external data must be a whole number"),
        of(
            "offset beyond a long",
            beside("offset", "99999999999999999999"),
            "initialiser \"c\": the offset of external data must be a whole number"),
        of(
            "another length",
            beside("location", "a", "length", "4"),
            "initialiser \"c\": FLOAT of shape [2] takes 8 bytes, external data has 4"),
        of(
            "negative length",
            beside("location", "a", "length", "-8"),
            "initialiser \"c\": FLOAT of shape [2] takes 8 bytes, external data has -8"),
        of(
            "data here too",
            beside("location", "a").setRawData(ByteString.copyFrom(new byte[8])),
            "initialiser \"c\": has both external data and raw_data"),
        of(
            "elements here too",
            beside("location", "a").addFloatData(1),
            "initialiser \"c\": has 1 elements in fields that are not for its data"));
  }

  @ParameterizedTest
  @MethodSource({"tensors", "external"})
  void isRefused(Refusal refusal) {
    refusal.check();
  }

  private Path model(TensorProto.Builder tensor) throws IOException {
    var file = folder.resolve("model.onnx");
    Files.write(file, of("", tensor, "").model().toByteArray());
    return file;
  }

  private void refused(TensorProto.Builder tensor, String message) throws IOException {
    Refusal.check(model(tensor), OnnxOptions.DEFAULT, "initialiser \"c\": " + message);
    assertThat(Refusal.held(folder)).isEmpty();
  }

  @Test
  void partBeyondTheFileIsRefused() throws IOException {
    Files.write(folder.resolve("weights"), new byte[12]);
    refused(
        beside("location", "weights", "offset", "8"),
        "external data is said to be 8 bytes at byte 8, the file has 12");
    refused(
        beside("location", "weights", "offset", "-4"),
        "external data is said to be 8 bytes at byte -4, the file has 12");
    refused(
        beside("location", "weights", "offset", "9223372036854775807"),
        "external data is said to be 8 bytes at byte 9223372036854775807, the file has 12");
  }

  @Test
  void linkOutOfTheFolderIsRefused(@TempDir Path other) throws IOException {
    Files.write(other.resolve("weights"), new byte[8]);
    Files.createSymbolicLink(folder.resolve("weights"), other.resolve("weights"));
    refused(beside("location", "weights"), "its file \"weights\" is not within the model's folder");
    Files.createSymbolicLink(folder.resolve("aside"), other);
    refused(
        beside("location", "aside/weights"),
        "its file \"aside/weights\" is not within the model's folder");
  }

  @Test
  void pipeIsRefused() throws Exception {
    var pipe = folder.resolve("weights");
    assertThat(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor()).isZero();
    refused(beside("location", "weights"), "its file \"weights\" is no regular file");
  }

  @Test
  void partOfAFileBelowIsRead() throws IOException {
    Files.createDirectory(folder.resolve("data"));
    Files.write(folder.resolve("data/weights"), new byte[] {9, 0, 0, -128, 0x3f, 0, 0, 0, 0x40});
    var file = model(beside("location", "data/weights", "offset", "1", "length", "8"));
    try (var model = OnnxReader.read(file)) {
      assertThat(OneNode.run(model.graph(), Map.of()).getFirst().toArray(Layout.NCHW))
          .containsExactly(1, 2);
      assertThat(Refusal.held(folder)).isEmpty();
    }
  }

  @Test
  void fileCutShortMeanwhileIsRefused() throws IOException {
    var weights = folder.resolve("weights");
    Files.write(weights, new byte[1 << 16]);
    try (var arena = Arena.ofConfined()) {
      var store = new ConstantStore(arena, OnnxOptions.DEFAULT);
      try (var files = new ExternalFiles(folder.resolve("model.onnx"), arena, store)) {
        assertThat(files.at("weights", "c").size()).isEqualTo(1 << 16);
        try (var channel = FileChannel.open(weights, StandardOpenOption.WRITE)) {
          channel.truncate(10);
        }
        var tensor = beside("location", "weights", "offset", "60000").build();
        assertThatThrownBy(() -> new TensorReader(store, files).read(tensor, "c"))
            .isInstanceOf(MalformedFileException.class)
            .hasMessage(
                weights.toRealPath()
                    + ": cut short while being read: 65536 bytes when opened, now fewer than"
                    + " 60008");
      }
    }
  }
}
