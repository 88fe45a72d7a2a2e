package dev.lanewise.engine;

import static java.nio.channels.FileChannel.MapMode.READ_ONLY;
import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.WRITE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lanewise.engine.op.BatchNorm;
import dev.lanewise.engine.op.Conv;
import dev.lanewise.engine.op.Linear;
import dev.lanewise.engine.op.Relu;
import dev.lanewise.engine.op.Window;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Memory beyond the limits is refused before it is taken, with what is wanted and what is left. */
@Timeout(20)
class LimitsTest {
  private static final Shape ANY = Shape.of(Shape.UNKNOWN, 64, Shape.UNKNOWN, Shape.UNKNOWN);
  private static final CompileOptions DEFAULT = CompileOptions.DEFAULT;
  private static final CompileOptions EXACT = EngineRun.EXACT;

  private static Graph conv(int groups, int kernel) {
    var graph = Graph.builder("limited");
    graph.input("x", ANY);
    graph.constant(
        "conv.weight", Tensor.managed(Shape.of(64, 64 / groups, kernel, kernel), Layout.NCHW));
    graph.node("conv", new Conv(Window.of(kernel), groups), "x", "conv.weight");
    graph.output("conv");
    return graph.build();
  }

  @Test
  void aSlabThatIsTooLargeIsRefusedBeforeItIsTaken() {
    // 64 channels of 30,000 × 30,000 pixels, twice: 460 GB.
    try (var model = Model.compile(conv(1, 1))) {
      assertThatThrownBy(
              () -> model.newSession(SessionOptions.of("x", Shape.of(1, 64, 30_000, 30_000))))
          .isInstanceOf(LimitException.class)
          .hasMessageContainingAll("limited", "460800000000", "8589934592");
    }
  }

  @Test
  void aSlabMayBeAsLargeAsTheLimitAndNoLarger() {
    var options = SessionOptions.of("x", Shape.of(1, 64, 10, 10)).withThreads(2);
    long bytes;
    try (var model = Model.compile(conv(1, 3));
        var session = model.newSession(options)) {
      bytes = session.plan().slabBytes();
    }
    try (var model = Model.compile(conv(1, 3), DEFAULT.withMaxSlabBytes(bytes));
        var session = model.newSession(options)) {
      assertThat(session.plan().slabBytes()).isEqualTo(bytes);
    }
    try (var model = Model.compile(conv(1, 3), DEFAULT.withMaxSlabBytes(bytes - 1))) {
      assertThatThrownBy(() -> model.newSession(options))
          .isInstanceOf(LimitException.class)
          .hasMessageContainingAll("limited", "" + bytes, "" + (bytes - 1));
    }
  }

  /** 2³¹ pixels and more are beyond what loops count in an int. */
  @Test
  void picturesOfMorePixelsThanLoopsCanCountAreRefused() {
    var graph = Graph.builder("endless");
    graph.input("x", Shape.of(Shape.UNKNOWN, 1, Shape.UNKNOWN, Shape.UNKNOWN));
    graph.node("relu", new Relu(), "x");
    graph.output("relu");
    var options = DEFAULT.withMaxSlabBytes(Long.MAX_VALUE);
    try (var model = Model.compile(graph.build(), options)) {
      for (var shape :
          new Shape[] {
            Shape.of(1, 1, 46_341, 46_341),
            Shape.of(3, 1, 40_000, 40_000),
            Shape.of(Integer.MAX_VALUE, 1, Integer.MAX_VALUE, Integer.MAX_VALUE)
          }) {
        assertThatThrownBy(() -> model.newSession(SessionOptions.of("x", shape)))
            .isInstanceOf(LanewiseException.class);
      }
    }
  }

  @Test
  void weightsMayBeAsLargeAsTheLimitAndNoLarger() {
    for (var graph : new Graph[] {conv(1, 3), conv(4, 3), conv(64, 3), linear(), norm()}) {
      long bytes;
      try (var model = Model.compile(graph)) {
        bytes = model.weightBytes();
      }
      assertThat(bytes).isPositive();
      try (var model = Model.compile(graph, DEFAULT.withMaxWeightBytes(bytes))) {
        assertThat(model.weightBytes()).isEqualTo(bytes);
      }
      assertThatThrownBy(() -> Model.compile(graph, DEFAULT.withMaxWeightBytes(bytes - 1)))
          .as("%s", graph)
          .isInstanceOf(LimitException.class)
          .hasMessageMatching("(?s).*\\d+.*\\d+.*");
    }
  }

  @Test
  void theNodeWhoseWeightsDoNotFitIsNamedWithBothSides() {
    // 64 columns of 576 weights and a bias.
    long size = (576 + 1) * 64 * 4L;
    // The bias of zeros, which the convolution has not, is folded first.
    assertThatThrownBy(() -> Model.compile(conv(1, 3), EXACT.withMaxWeightBytes(10_000)))
        .isInstanceOf(LimitException.class)
        .hasMessageContainingAll("conv", "" + size, "" + (10_000 - 64 * 4));
  }

  /** Weights in a sparse file of 4 GiB: whoever copied or packed them first would take as much. */
  @Test
  void weightsThatAreTooLargeAreRefusedBeforeMemoryIsTaken(@TempDir Path folder)
      throws IOException {
    int extent = 1 << 15;
    long size = 4L * extent * extent;
    try (var arena = Arena.ofShared();
        var file = FileChannel.open(folder.resolve("weights"), CREATE, READ, WRITE)) {
      file.write(ByteBuffer.allocate(1), size - 1);
      var weights =
          Tensor.view(file.map(READ_ONLY, 0, size, arena), Shape.of(extent, extent), Layout.NCHW);
      var graph = Graph.builder("limited");
      graph.input("x", Shape.of(1, extent));
      graph.constant("fc.weight", weights);
      graph.node("fc", new Linear(), "x", "fc.weight");
      graph.output("fc");
      var built = graph.build();
      long before = ProcessMemory.peak();
      assertThatThrownBy(() -> Model.compile(built, DEFAULT.withMaxWeightBytes(1 << 30)))
          .isInstanceOf(LimitException.class)
          .hasMessageContaining("fc");
      assertThat(ProcessMemory.peak() - before).isLessThan(1 << 30);
    }
  }

  private static Graph linear() {
    var graph = Graph.builder("limited");
    graph.input("x", Shape.of(1, 100));
    graph.constant("fc.weight", Tensor.managed(Shape.of(10, 100), Layout.NCHW));
    graph.node("fc", new Linear(), "x", "fc.weight");
    graph.output("fc");
    return graph.build();
  }

  private static Graph norm() {
    var graph = Graph.builder("limited");
    graph.input("x", Shape.of(1, 100));
    var vector = WholeNumbers.tensor(1, 100);
    graph.constant("gamma", vector);
    graph.constant("beta", vector);
    graph.constant("mean", vector);
    graph.constant("variance", vector);
    graph.node("bn", new BatchNorm(1e-5), "x", "gamma", "beta", "mean", "variance");
    graph.output("bn");
    return graph.build();
  }

  @Test
  void limitsOfNothingAreRefused() {
    assertThatThrownBy(() -> DEFAULT.withMaxWeightBytes(0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("0");
    assertThatThrownBy(() -> DEFAULT.withMaxSlabBytes(-1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("-1");
  }
}
