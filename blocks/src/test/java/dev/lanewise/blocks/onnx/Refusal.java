package dev.lanewise.blocks.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.onnx.proto.OnnxMl.ModelProto;
import dev.lanewise.blocks.weights.MalformedFileException;
import dev.lanewise.engine.Shape;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

/**
 * A model that must be refused: by a typed exception of exactly one message, within a second, with
 * nothing of it left open or mapped. {@code LIMIT} in a message is that of the model's constants.
 */
record Refusal(String name, ModelProto model, OnnxOptions options, String message) {
  private static final Duration PATIENCE = Duration.ofSeconds(1);

  static {
    // The first read of a process loads classes, which is not what the second is for.
    OneNode.of(13, "Relu").feed(Shape.of(1), 1).read().close();
  }

  static Refusal of(String name, ModelProto.Builder model, String message) {
    return new Refusal(name, model.build(), OnnxOptions.DEFAULT, message);
  }

  /** Of one node. */
  static Refusal of(String name, OneNode node, String message) {
    return new Refusal(name, node.model(), OnnxOptions.DEFAULT, message);
  }

  void check() {
    try {
      var file = Files.createTempFile("refused", ".onnx");
      try {
        var bytes = model.toByteArray();
        Files.write(file, bytes);
        long limit = 3L * bytes.length + (64L << 20);
        check(file, options, message.replace("LIMIT", Long.toString(limit)));
      } finally {
        Files.delete(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Checks a file's refusal; the message is without the file's name. */
  static void check(Path file, OnnxOptions options, String message) {
    long begin = cpuTime();
    assertThatThrownBy(() -> OnnxReader.read(file, options))
        .isInstanceOfAny(OnnxException.class, MalformedFileException.class)
        .hasMessage(file + ": " + message);
    assertThat(Duration.ofNanos(cpuTime() - begin)).isLessThan(PATIENCE);
    assertThat(held(file)).isEmpty();
  }

  /** Of this thread, which does all of the reading; other processes do not count. */
  private static long cpuTime() {
    return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
  }

  /** Open descriptors and mappings of this process that have to do with a file. */
  static List<String> held(Path file) {
    try (var descriptors = Files.list(Path.of("/proc/self/fd"));
        var mappings = Files.lines(Path.of("/proc/self/maps"))) {
      return Stream.concat(descriptors.map(Refusal::target), mappings)
          .filter(line -> line.contains(file.toString()))
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** What a descriptor refers to; it may be closed by now. */
  private static String target(Path descriptor) {
    try {
      return Files.readSymbolicLink(descriptor).toString();
    } catch (IOException gone) {
      return "";
    }
  }

  @Override
  public String toString() {
    return name;
  }
}
