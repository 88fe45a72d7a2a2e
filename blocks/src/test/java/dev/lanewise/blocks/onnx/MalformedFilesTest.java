package dev.lanewise.blocks.onnx;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.onnx.proto.OnnxMl.ModelProto;
import dev.lanewise.blocks.internal.file.MappedFile;
import dev.lanewise.blocks.weights.MalformedFileException;
import dev.lanewise.engine.Shape;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files that are no model, or were meant to exhaust who reads them. */
@Tag("malformed")
class MalformedFilesTest {
  private static final int GRAPH = (7 << 3) | 2;
  private static final int NODE = (1 << 3) | 2;
  private static final int ATTRIBUTE = (5 << 3) | 2;
  private static final int SUBGRAPH = (6 << 3) | 2;
  private static final int INITIALISER = (5 << 3) | 2;
  private static final int INT64_DATA = (7 << 3) | 2;

  @TempDir private Path folder;

  private void refused(byte[] bytes, String message) throws IOException {
    var file = folder.resolve("model.onnx");
    Files.write(file, bytes);
    Refusal.check(file, OnnxOptions.DEFAULT, message);
  }

  private static byte[] bytes(int... values) {
    var bytes = new byte[values.length];
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = (byte) values[i];
    }
    return bytes;
  }

  /** A field of a length and its bytes. */
  private static byte[] field(int tag, byte[] content) {
    var out = new ByteArrayOutputStream();
    out.write(tag);
    int length = content.length;
    while (length > 0x7f) {
      out.write((length & 0x7f) | 0x80);
      length >>>= 7;
    }
    out.write(length);
    out.writeBytes(content);
    return out.toByteArray();
  }

  @Test
  void emptyFileIsRefused() throws IOException {
    refused(new byte[0], "an ONNX file has 1 to 2147483639 bytes, this one 0");
  }

  @Test
  void fileThatNoBufferHoldsIsRefused() throws IOException {
    var file = folder.resolve("model.onnx");
    try (var sparse =
        FileChannel.open(
            file,
            StandardOpenOption.CREATE_NEW,
            StandardOpenOption.SPARSE,
            StandardOpenOption.WRITE)) {
      sparse.write(ByteBuffer.allocate(1), Integer.MAX_VALUE - 8);
    }
    Refusal.check(
        file, OnnxOptions.DEFAULT, "an ONNX file has 1 to 2147483639 bytes, this one 2147483640");
    assertThatThrownBy(() -> OnnxTensor.read(file))
        .isInstanceOf(MalformedFileException.class)
        .hasMessageContaining("a tensor's file has up to 2147483639 bytes, this one 2147483640");
  }

  @Test
  void whatIsNoModelIsRefused() throws IOException {
    refused("<html>no such page</html>".getBytes(UTF_8), "byte 0 begins no field of a model");
    refused(bytes('{', '}'), "byte 0 begins no field of a model");
    refused(new byte[100], "byte 0 begins no field of a model");
    // A message of another schema, whose numbers this one does not know or has no use for.
    refused(bytes(0x98, 0x06, 5), "the format's version (ir_version) must be 1 to 13, is 0");
    refused(bytes(GRAPH, 0), "the format's version (ir_version) must be 1 to 13, is 0");
  }

  @Test
  void fieldOfAnotherEncodingIsRefused() throws IOException {
    // The graph as a number, which protobuf takes for a field that it does not know.
    refused(bytes(0x08, 8, 7 << 3, 1, 0x42, 2, 0x10, 13), "the model has no graph");
    // The version of the format as text.
    refused(bytes((1 << 3) | 2, 1, 8), "the format's version (ir_version) must be 1 to 13, is 0");
  }

  @Test
  void numberWithoutEndIsRefused() throws IOException {
    var endless = new byte[100];
    Arrays.fill(endless, (byte) 0xff);
    refused(endless, "a number at byte 0 does not end");
    endless[0] = 8;
    refused(endless, "a number at byte 1 does not end");
    refused(bytes(8, 0xff, 0xff), "a number at byte 1 is cut off");
    refused(bytes(GRAPH), "a number at byte 1 is cut off");
  }

  @Test
  void lengthBeyondTheFileIsRefused() throws IOException {
    refused(
        bytes(GRAPH, 0xff, 0xff, 0xff, 0xff, 0x07),
        "a field at byte 0 is said to have 2147483647 bytes, its model has 0 left");
    refused(
        bytes(GRAPH, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 1),
        "a field at byte 0 is said to have 18446744073709551615 bytes, its model has 0 left");
    // Beyond the graph, not beyond the file.
    refused(
        bytes(GRAPH, 2, NODE, 3, 0, 0, 0),
        "a field at byte 2 is said to have 3 bytes, its graph has 0 left");
    refused(bytes(9, 1, 2), "a field at byte 0 is said to have 8 bytes, its model has 2 left");
    refused(bytes(13, 1), "a field at byte 0 is said to have 4 bytes, its model has 1 left");
  }

  @Test
  void groupsAreRefused() throws IOException {
    refused(bytes(GRAPH - 2 + 3, GRAPH - 2 + 4), "byte 0 begins no field of a model");
  }

  @Test
  void millionsOfEmptyNodesAreRefused() throws IOException {
    var nodes = new byte[4_000_000];
    for (int i = 0; i < nodes.length; i += 2) {
      nodes[i] = NODE;
    }
    refused(
        field(GRAPH, nodes), "its 4000005 bytes would become more than 79108879 bytes of objects");
  }

  @Test
  void packedNumbersThatGrowEightfoldAreRefused() throws IOException {
    refused(
        field(GRAPH, field(INITIALISER, field(INT64_DATA, new byte[8_000_000]))),
        "its 8000015 bytes would become more than 91108909 bytes of objects");
  }

  @Test
  void nestingWithoutEndIsRefused() throws IOException {
    var graph = new byte[0];
    for (int depth = 0; depth < 10_000; depth++) {
      graph = field(NODE, field(ATTRIBUTE, field(SUBGRAPH, graph)));
    }
    var whole = field(GRAPH, graph);
    var file = folder.resolve("model.onnx");
    Files.write(file, whole);
    assertThatThrownBy(() -> OnnxReader.read(file))
        .isInstanceOf(MalformedFileException.class)
        .hasMessageContaining("messages are nested more than 40 deep at byte ");
  }

  private static ModelProto small() {
    return OneNode.of(13, "Add").feed(Shape.of(2), 1, 2).constant(Shape.of(2), 3, 4).model();
  }

  @Test
  void modelCutOffAnywhereIsRefused() throws IOException {
    var whole = small().toByteArray();
    var file = folder.resolve("model.onnx");
    for (int length = 0; length < whole.length; length++) {
      Files.write(file, Arrays.copyOf(whole, length));
      assertThatThrownBy(() -> OnnxReader.read(file))
          .as("%d of %d bytes", length, whole.length)
          .isInstanceOfAny(MalformedFileException.class, OnnxException.class)
          .hasMessageStartingWith(file + ": ");
      assertThat(Refusal.held(file)).isEmpty();
    }
    Files.write(file, whole);
    OnnxReader.read(file).close();
  }

  /** Of any byte's every value: read, or refused in a sentence; never anything else. */
  @Test
  void modelWithAnyByteChangedIsReadOrRefused() throws IOException {
    var whole = small().toByteArray();
    var file = folder.resolve("model.onnx");
    int read = 0;
    for (int at = 0; at < whole.length; at++) {
      for (int value : List.of(0, 1, 0x7f, 0x80, 0xff, whole[at] ^ 1, whole[at] ^ 8)) {
        var changed = whole.clone();
        changed[at] = (byte) value;
        Files.write(file, changed);
        try (var model = OnnxReader.read(file)) {
          assertThat(model.graph().outputs()).hasSize(1);
          read++;
        } catch (MalformedFileException | OnnxException refused) {
          assertThat(refused).hasMessageStartingWith(file + ": ");
        }
        assertThat(Refusal.held(file)).isEmpty();
      }
    }
    assertThat(read).isPositive();
  }

  @Test
  void fileCutShortMeanwhileIsRefused() throws IOException {
    var file = folder.resolve("model.onnx");
    Files.write(file, new byte[1 << 16]);
    try (var arena = Arena.ofConfined();
        var mapped = MappedFile.open(file, arena)) {
      var bytes = mapped.slice(0, mapped.size()).asByteBuffer();
      try (var channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
        channel.truncate(0);
      }
      assertThatThrownBy(
              () ->
                  mapped.copy(
                      mapped.size(),
                      () -> WireScan.check(WireMessage.MODEL, bytes, Long.MAX_VALUE)))
          .isInstanceOf(MalformedFileException.class)
          .hasMessageContaining("cut short while being read");
    }
  }

  @Test
  void whatIsNoFileIsAnIoException() throws Exception {
    assertThatThrownBy(() -> OnnxReader.read(folder))
        .isInstanceOf(IOException.class)
        .hasMessage(folder + ": a regular file expected, is a folder");
    assertThatThrownBy(() -> OnnxReader.read(folder.resolve("nowhere")))
        .isInstanceOf(NoSuchFileException.class);
    var pipe = folder.resolve("pipe");
    assertThat(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor()).isZero();
    assertThatThrownBy(() -> OnnxReader.read(pipe))
        .isInstanceOf(IOException.class)
        .hasMessage(pipe + ": a regular file expected, is a pipe or a device");
    assertThat(Refusal.held(folder)).isEmpty();
  }
}
