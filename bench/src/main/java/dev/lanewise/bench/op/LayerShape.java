package dev.lanewise.bench.op;

import dev.lanewise.blocks.weights.SeededWeights;
import dev.lanewise.engine.Graph;
import dev.lanewise.engine.Shape;
import dev.lanewise.engine.op.Activation;
import dev.lanewise.engine.op.Conv;
import dev.lanewise.engine.op.Fused;
import dev.lanewise.engine.op.Window;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;

/**
 * A square convolution with what is fused into it, written as {@code 3x3/2_64@56_128_relu}: kernel
 * and stride, input channels at height and width, output channels, and {@code none}, {@code relu}
 * or {@code skip} (a skip add and ReLU). The padding is half the kernel.
 */
public record LayerShape(
    int kernel, int stride, int in, int size, int out, boolean skip, boolean relu) {
  private static final Pattern FORM =
      Pattern.compile("(\\d+)x\\1/(\\d+)_(\\d+)@(\\d+)_(\\d+)_(none|relu|skip)");

  /**
   * The shape that a text gives.
   *
   * @throws IllegalArgumentException if the text has another form
   */
  public static LayerShape parse(String text) {
    var match = FORM.matcher(text);
    if (!match.matches()) {
      throw new IllegalArgumentException("not a layer's shape: " + text);
    }
    return new LayerShape(
        Integer.parseInt(match.group(1)),
        Integer.parseInt(match.group(2)),
        Integer.parseInt(match.group(3)),
        Integer.parseInt(match.group(4)),
        Integer.parseInt(match.group(5)),
        match.group(6).equals("skip"),
        !match.group(6).equals("none"));
  }

  /** The list of a network's distinct layers at 224×224, such as {@code resnet18}. */
  public static List<LayerShape> of(String network) {
    var name = network + ".shapes";
    try (var stream = Objects.requireNonNull(LayerShape.class.getResourceAsStream(name), name);
        var lines = new BufferedReader(new InputStreamReader(stream, StandardCharsets.UTF_8))) {
      return lines.lines().map(LayerShape::parse).toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The shape of a node of a compiled graph. */
  static LayerShape of(Fused fused, Conv conv, Shape input, int out) {
    return new LayerShape(
        conv.window().kernelH(),
        conv.window().strideH(),
        input.dim(1),
        input.dim(2),
        out,
        fused.skip(),
        fused.activation().equals(Activation.RELU));
  }

  /** The depth of the product: taps times input channels. */
  public int depth() {
    return kernel * kernel * in;
  }

  /** The output pixels of a picture: the rows of the product. */
  public int pixels() {
    int side = window().outputH(size, false);
    return side * side;
  }

  /** The same layer over a picture of another size. */
  public LayerShape at(int newSize) {
    return new LayerShape(kernel, stride, in, newSize, out, skip, relu);
  }

  /** The shapes of the graph's inputs. */
  public Map<String, Shape> inputShapes() {
    var shapes = new LinkedHashMap<String, Shape>();
    shapes.put("input", Shape.of(1, in, size, size));
    if (skip) {
      int outSize = window().outputH(size, false);
      shapes.put("skip", Shape.of(1, out, outSize, outSize));
    }
    return shapes;
  }

  /** A graph of this layer alone, with seeded weights. */
  public Graph graph() {
    var graph = Graph.builder(toString());
    inputShapes().forEach(graph::input);
    graph.constant(
        "weight", SeededWeights.tensor("conv.weight", Shape.of(out, in, kernel, kernel)));
    graph.constant("bias", SeededWeights.tensor("conv.bias", Shape.of(out)));
    var op = new Fused(new Conv(window()), skip, relu ? Activation.RELU : Activation.NONE);
    graph.output(
        skip
            ? graph.node("y", op, "input", "weight", "bias", "skip")
            : graph.node("y", op, "input", "weight", "bias"));
    return graph.build();
  }

  private Window window() {
    return Window.of(kernel).stride(stride).pad(kernel / 2);
  }

  @Override
  public String toString() {
    var end = skip ? "skip" : relu ? "relu" : "none";
    return "%dx%d/%d_%d@%d_%d_%s".formatted(kernel, kernel, stride, in, size, out, end);
  }
}
