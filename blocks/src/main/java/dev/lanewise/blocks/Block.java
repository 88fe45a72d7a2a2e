package dev.lanewise.blocks;

import dev.lanewise.engine.ShapeException;

/** A residual block: y = relu(F(x) + shortcut(x)). */
public sealed interface Block permits BasicBlock, Bottleneck {
  /**
   * Adds the block.
   *
   * @param name the block's path, such as {@code layer1.0}: the prefix of its layers' names, and
   *     the name of the result
   * @param x the input's name
   * @return {@code name}
   * @throws ShapeException if F(x) and the shortcut differ in shape, naming the block and both
   */
  String addTo(Layers net, String name, String x);
}
