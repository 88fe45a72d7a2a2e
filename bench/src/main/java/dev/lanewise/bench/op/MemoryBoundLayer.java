package dev.lanewise.bench.op;

import dev.lanewise.bench.baseline.MemoryTraffic;
import dev.lanewise.blocks.weights.SeededWeights;
import dev.lanewise.engine.Graph;
import dev.lanewise.engine.Shape;
import dev.lanewise.engine.op.AveragePool;
import dev.lanewise.engine.op.Conv;
import dev.lanewise.engine.op.GlobalAveragePool;
import dev.lanewise.engine.op.Linear;
import dev.lanewise.engine.op.MaxPool;
import dev.lanewise.engine.op.Window;
import java.util.regex.Pattern;

/**
 * A layer that does little with what it reads: {@code dw3x3/1_32@112}, a depthwise convolution of
 * 32 channels at 112×112, and likewise {@code max…} and {@code avg…}, the poolings; {@code
 * gap_512@7}, the global mean; {@code fc_512_1000}, a linear layer of one row. Odd windows are
 * padded by half their size.
 *
 * @param kernel 0 for a layer without a window
 * @param channels or features, read
 * @param size height and width; 1 for a linear layer
 * @param out channels or features, written
 */
public record MemoryBoundLayer(Kind kind, int kernel, int stride, int channels, int size, int out) {
  private static final Pattern WINDOW =
      Pattern.compile("(dw|max|avg)(\\d)x\\2/(\\d)_(\\d+)@(\\d+)");
  private static final Pattern PLANE = Pattern.compile("gap_(\\d+)@(\\d+)");
  private static final Pattern LINEAR = Pattern.compile("fc_(\\d+)_(\\d+)");

  /** What the layer does. */
  enum Kind {
    DEPTHWISE,
    MAX,
    AVERAGE,
    GLOBAL_AVERAGE,
    LINEAR
  }

  /**
   * The layer that a text gives.
   *
   * @throws IllegalArgumentException if the text has another form
   */
  public static MemoryBoundLayer parse(String text) {
    var window = WINDOW.matcher(text);
    if (window.matches()) {
      var kind =
          switch (window.group(1)) {
            case "dw" -> Kind.DEPTHWISE;
            case "max" -> Kind.MAX;
            default -> Kind.AVERAGE;
          };
      int channels = Integer.parseInt(window.group(4));
      return new MemoryBoundLayer(
          kind,
          Integer.parseInt(window.group(2)),
          Integer.parseInt(window.group(3)),
          channels,
          Integer.parseInt(window.group(5)),
          channels);
    }
    var plane = PLANE.matcher(text);
    if (plane.matches()) {
      int channels = Integer.parseInt(plane.group(1));
      int size = Integer.parseInt(plane.group(2));
      return new MemoryBoundLayer(Kind.GLOBAL_AVERAGE, 0, 1, channels, size, channels);
    }
    var linear = LINEAR.matcher(text);
    if (linear.matches()) {
      int in = Integer.parseInt(linear.group(1));
      return new MemoryBoundLayer(Kind.LINEAR, 0, 1, in, 1, Integer.parseInt(linear.group(2)));
    }
    throw new IllegalArgumentException("not a layer that waits for memory: " + text);
  }

  /** The same layer, so small that the reference is done with it in no time. */
  MemoryBoundLayer small() {
    return new MemoryBoundLayer(
        kind, kernel, stride, Math.min(channels, 100), Math.min(size, 13), Math.min(out, 100));
  }

  /** The shape of the input {@code x}. */
  Shape input() {
    return kind == Kind.LINEAR ? Shape.of(1, channels) : Shape.of(1, channels, size, size);
  }

  private Window window() {
    return Window.of(kernel).stride(stride).pad(kernel % 2 * (kernel / 2));
  }

  /** The bytes that must be read and written once. */
  long bytes() {
    return switch (kind) {
      case DEPTHWISE, MAX, AVERAGE -> {
        long outSize = window().outputH(size, false);
        yield 4L * channels * ((long) size * size + outSize * outSize);
      }
      case GLOBAL_AVERAGE -> 4L * channels * size * size;
      case LINEAR -> 4L * channels * out;
    };
  }

  /** What the layer is measured against: it writes about what it reads, or next to nothing. */
  MemoryTraffic.Kind traffic() {
    return switch (kind) {
      case DEPTHWISE, MAX, AVERAGE -> MemoryTraffic.Kind.COPY;
      case GLOBAL_AVERAGE, LINEAR -> MemoryTraffic.Kind.READ;
    };
  }

  /** A graph of this layer alone, with input {@code x}, output {@code y} and seeded weights. */
  Graph graph() {
    var graph = Graph.builder("layer");
    graph.input("x", input());
    switch (kind) {
      case DEPTHWISE -> {
        var shape = Shape.of(channels, 1, kernel, kernel);
        graph.constant("weight", SeededWeights.tensor("conv.weight", shape));
        graph.constant("bias", SeededWeights.tensor("conv.bias", Shape.of(channels)));
        graph.node("y", new Conv(window(), channels), "x", "weight", "bias");
      }
      case MAX -> graph.node("y", new MaxPool(window()), "x");
      case AVERAGE -> graph.node("y", new AveragePool(window(), false, true), "x");
      case GLOBAL_AVERAGE -> graph.node("y", new GlobalAveragePool(), "x");
      case LINEAR -> {
        graph.constant("weight", SeededWeights.tensor("fc.weight", Shape.of(out, channels)));
        graph.constant("bias", SeededWeights.tensor("fc.bias", Shape.of(out)));
        graph.node("y", new Linear(), "x", "weight", "bias");
      }
    }
    graph.output("y");
    return graph.build();
  }
}
