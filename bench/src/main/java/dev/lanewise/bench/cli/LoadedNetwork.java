package dev.lanewise.bench.cli;

import dev.lanewise.bench.conform.FedModel;
import dev.lanewise.blocks.image.Framing;
import dev.lanewise.blocks.image.Preprocessing;
import dev.lanewise.blocks.model.Network;
import dev.lanewise.blocks.model.Networks;
import dev.lanewise.blocks.model.ResNet;
import dev.lanewise.blocks.onnx.OnnxReader;
import dev.lanewise.blocks.weights.Safetensors;
import dev.lanewise.blocks.weights.SeededWeights;
import dev.lanewise.blocks.weights.Weights;
import dev.lanewise.engine.Graph;
import dev.lanewise.engine.Shape;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A network that arguments name, with its weights. It owns the weights, which its graph refers to:
 * close it after whatever was made from the graph.
 */
final class LoadedNetwork implements AutoCloseable {
  /** What `--weights` says for {@link SeededWeights}. */
  static final String SEEDED = "seeded";

  private final Graph graph;
  private final PictureSize size;
  private final boolean cifar;
  private final Closing weights;

  /** What the graph's constants end with. */
  private interface Closing {
    void close() throws IOException;
  }

  private LoadedNetwork(Graph graph, PictureSize size, boolean cifar, Closing weights) {
    this.graph = graph;
    this.size = size;
    this.cifar = cifar;
    this.weights = weights;
  }

  private static LoadedNetwork built(Network network, Weights weights, Closing closing) {
    try {
      boolean cifar =
          network instanceof ResNet residual && residual.family() == ResNet.Family.CIFAR;
      var size = new PictureSize(network.inputSize(), network.inputSize());
      return new LoadedNetwork(network.build(weights), size, cifar, closing);
    } catch (Throwable failure) {
      weights.close();
      throw failure;
    }
  }

  /**
   * The network of this name, which need not be loaded.
   *
   * @throws WrongUsageException if there is none, naming those that there are
   */
  static Network named(String name) {
    return Networks.named(name)
        .orElseThrow(
            () ->
                new WrongUsageException(
                    "there is no network \"%s\"; there are %s"
                        .formatted(name, String.join(", ", Networks.names()))));
  }

  /**
   * Loads a network.
   *
   * @param weights a safetensors file, or {@link #SEEDED}
   * @throws WrongUsageException if there is no such network
   * @throws IOException if the file cannot be read
   */
  static LoadedNetwork open(String name, String weights) throws IOException {
    var network = named(name);
    var source = weights.equals(SEEDED) ? new SeededWeights() : Safetensors.open(Path.of(weights));
    return built(network, source, source::close);
  }

  /**
   * Reads an ONNX model for one picture.
   *
   * @param size of the picture; null for what the model declares
   * @throws WrongUsageException if it does not declare a size and none is given
   * @throws IOException if the file cannot be read
   */
  static LoadedNetwork onnx(Path file, @Nullable PictureSize size) throws IOException {
    var options = FedModel.OPTIONS;
    var pictures = PictureInput.of(file, size);
    for (var input : pictures.shapes().entrySet()) {
      options = options.withInput(input.getKey(), input.getValue());
    }
    var model = OnnxReader.read(file, options);
    return new LoadedNetwork(model.graph(), pictures.size(), false, model::close);
  }

  /** Whether a model's name is that of an ONNX file, and not a builder's. */
  static boolean isOnnx(String model) {
    return model.endsWith(".onnx");
  }

  /** Loads {@link Samples#NETWORK}. */
  static LoadedNetwork embedded() throws IOException {
    // Weights are mapped, and so come from a file, wherever the resource lies.
    var file = Files.createTempFile("lanewise-", ".safetensors");
    // For when the process is told to stop.
    file.toFile().deleteOnExit();
    try {
      try (var stream = Samples.open(Samples.NETWORK)) {
        Files.copy(stream, file, StandardCopyOption.REPLACE_EXISTING);
      }
      var source = Safetensors.open(file);
      return built(
          named(Samples.MODEL),
          source,
          () -> {
            source.close();
            Files.deleteIfExists(file);
          });
    } catch (Throwable failure) {
      Files.delete(file);
      throw failure;
    }
  }

  /** The network as built, before it is compiled. */
  Graph graph() {
    return graph;
  }

  /** The name of its only input. */
  String input() {
    return graph.inputs().keySet().iterator().next();
  }

  /**
   * The shapes of all inputs for one picture of this size.
   *
   * @throws WrongUsageException if an input cannot be of such a shape
   */
  Map<String, Shape> inputShapes(PictureSize size) {
    return PictureInput.shapes(graph.inputs(), size);
  }

  /** The size of the pictures it was made for. */
  PictureSize size() {
    return size;
  }

  /**
   * What is done to pictures before they go in.
   *
   * @throws WrongUsageException if its pictures are no squares
   */
  Preprocessing preprocessing() {
    if (cifar) {
      return Preprocessing.CIFAR10_EMBEDDED;
    }
    if (size.height() != size.width()) {
      throw new WrongUsageException(
          "%s takes pictures of %s pixels; those that are framed here are as wide as high"
              .formatted(graph.name(), size));
    }
    int side = size.height();
    if (side > Framing.MOST_SIDE) {
      throw new WrongUsageException(
          "pictures are framed up to %d pixels a side, %s takes %s"
              .formatted(Framing.MOST_SIDE, graph.name(), size));
    }
    var usual = Preprocessing.IMAGENET;
    if (side == usual.framing().side()) {
      return usual;
    }
    // The same margin around the crop, in proportion.
    var framing = new Framing.ShorterSide(Math.max(side, side * 8 / 7), side);
    return new Preprocessing(framing, usual.mean(), usual.std());
  }

  /** What its classes are called; the indices where nobody says. */
  Labels labels(int classes) {
    return cifar && classes == Labels.CIFAR10.names().size()
        ? Labels.CIFAR10
        : Labels.indices(classes);
  }

  @Override
  public void close() throws IOException {
    weights.close();
  }
}
