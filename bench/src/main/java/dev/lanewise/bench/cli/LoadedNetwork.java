package dev.lanewise.bench.cli;

import dev.lanewise.blocks.image.Preprocessing;
import dev.lanewise.blocks.model.Network;
import dev.lanewise.blocks.model.Networks;
import dev.lanewise.blocks.model.ResNet;
import dev.lanewise.blocks.weights.Safetensors;
import dev.lanewise.blocks.weights.SeededWeights;
import dev.lanewise.blocks.weights.Weights;
import dev.lanewise.engine.Graph;
import dev.lanewise.engine.Shape;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import org.jspecify.annotations.Nullable;

/**
 * A network that arguments name, with its weights. It owns the weights, which its graph refers to:
 * close it after whatever was made from the graph.
 */
final class LoadedNetwork implements AutoCloseable {
  /** What `--weights` says for {@link SeededWeights}. */
  static final String SEEDED = "seeded";

  private final Network network;
  private final Weights weights;
  private final Graph graph;

  /** What to delete when the weights are closed. */
  private final @Nullable Path temporary;

  private LoadedNetwork(Network network, Weights weights, @Nullable Path temporary) {
    this.network = network;
    this.weights = weights;
    this.temporary = temporary;
    try {
      graph = network.build(weights);
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
    return new LoadedNetwork(
        network,
        weights.equals(SEEDED) ? new SeededWeights() : Safetensors.open(Path.of(weights)),
        null);
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
      return new LoadedNetwork(named(Samples.MODEL), Safetensors.open(file), file);
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

  /** The shape of one picture of this size. */
  Shape inputShape(PictureSize size) {
    return Shape.of(1, 3, size.height(), size.width());
  }

  /** The size of the pictures it was made for. */
  PictureSize size() {
    return new PictureSize(network.inputSize(), network.inputSize());
  }

  /** What is done to pictures before they go in. */
  Preprocessing preprocessing() {
    return isCifar() ? Preprocessing.CIFAR10_EMBEDDED : Preprocessing.IMAGENET;
  }

  /** What its classes are called; the indices where nobody says. */
  Labels labels(int classes) {
    return isCifar() && classes == Labels.CIFAR10.names().size()
        ? Labels.CIFAR10
        : Labels.indices(classes);
  }

  private boolean isCifar() {
    return network instanceof ResNet residual && residual.family() == ResNet.Family.CIFAR;
  }

  @Override
  public void close() throws IOException {
    weights.close();
    if (temporary != null) {
      Files.deleteIfExists(temporary);
    }
  }
}
