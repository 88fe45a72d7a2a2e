package dev.lanewise.blocks;

import dev.lanewise.engine.op.Window;

/**
 * Two 3×3 convolutions and the skip around both, from [N, I, H, W] to [N, channels, H', W'].
 *
 * <pre>
 *   x ─┬─ 3×3/stride ─ bn ─ relu ─ 3×3 ─ bn ─ ⊕ ─ relu ─ y
 *      └──────────────── shortcut ────────────┘
 * </pre>
 *
 * <p>Source: He et al., "Deep Residual Learning for Image Recognition", 2015, figure 5, left.
 *
 * @param channels of both convolutions
 * @param stride of the first
 */
public record BasicBlock(int channels, int stride, Shortcut shortcut) implements Block {
  @Override
  public String addTo(Layers net, String name, String x) {
    var skip = shortcut.addTo(net, name, x);
    var first = Window.of(3).stride(stride).pad(1);
    var y = ConvBnRelu.numbered(name, 1, channels, first).addTo(net, x);
    y = net.conv(name + ".conv2", y, channels, Window.of(3).pad(1));
    y = net.batchNorm(name + ".bn2", y);
    return net.relu(name, net.add(name + ".add", y, skip));
  }
}
