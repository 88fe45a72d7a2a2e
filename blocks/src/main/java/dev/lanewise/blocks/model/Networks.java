package dev.lanewise.blocks.model;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The networks that come with the library. */
public final class Networks {
  private static final List<Network> ALL =
      Stream.<List<? extends Network>>of(
              ResNet.ALL, PreActNet.ALL, PlainNet.ALL, Vgg.ALL, DenseNet.ALL, PyramidNet.ALL)
          .<Network>flatMap(List::stream)
          .toList();

  private Networks() {}

  /** All of them, in the order in which to show them. */
  public static List<Network> all() {
    return ALL;
  }

  /** Their names, in the same order. */
  public static List<String> names() {
    return ALL.stream().map(Network::name).toList();
  }

  /** The network of this name, if there is one. */
  public static Optional<Network> named(String name) {
    return ALL.stream().filter(network -> network.name().equals(name)).findFirst();
  }
}
