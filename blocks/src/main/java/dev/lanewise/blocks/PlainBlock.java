package dev.lanewise.blocks;

import dev.lanewise.engine.op.Window;

/**
 * Two 3×3 convolutions and no skip: a {@link BasicBlock} without its ⊕, from [N, I, H, W] to [N,
 * channels, H', W'].
 *
 * <pre>
 *   x ─ 3×3/stride ─ bn ─ relu ─ 3×3 ─ bn ─ relu ─ y
 * </pre>
 *
 * <p>Source: He et al., "Deep Residual Learning for Image Recognition", 2015, figure 3, middle.
 *
 * @param channels of both convolutions
 * @param stride of the first
 */
public record PlainBlock(int channels, int stride) {
  /**
   * Adds the block.
   *
   * @param name the block's path, such as {@code layer1.0}: the prefix of its layers' names, and
   *     the name of the result
   * @param x the input's name
   * @return {@code name}
   */
  public String addTo(Layers net, String name, String x) {
    var first = Window.of(3).stride(stride).pad(1);
    var y = ConvBnRelu.numbered(name, 1, channels, first).addTo(net, x);
    var second = Window.of(3).pad(1);
    return new ConvBnRelu(name + ".conv2", name + ".bn2", name, channels, second).addTo(net, y);
  }
}
