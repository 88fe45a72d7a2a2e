package dev.lanewise.blocks;

import dev.lanewise.engine.op.Window;

/**
 * 1×1 down, 3×3 with the stride, 1×1 up, and the skip around all three, from [N, I, H, W] to [N, 4
 * · width, H', W'].
 *
 * <pre>
 *   x ─┬─ 1×1 ─ bn ─ relu ─ 3×3/stride ─ bn ─ relu ─ 1×1 ─ bn ─ ⊕ ─ relu ─ y
 *      └──────────────────────── shortcut ──────────────────────┘
 * </pre>
 *
 * <p>Source: He et al., "Deep Residual Learning for Image Recognition", 2015, figure 5, right; the
 * stride on the 3×3, as torchvision has it ("ResNet v1.5").
 *
 * @param width channels between the 1×1 convolutions
 * @param stride of the 3×3 convolution
 */
public record Bottleneck(int width, int stride, Shortcut shortcut) implements Block {
  /** How many times wider the result is than the middle. */
  public static final int EXPANSION = 4;

  @Override
  public String addTo(Layers net, String name, String x) {
    var skip = shortcut.addTo(net, name, x);
    var middle = Window.of(3).stride(stride).pad(1);
    var y = ConvBnRelu.numbered(name, 1, width, Window.of(1)).addTo(net, x);
    y = ConvBnRelu.numbered(name, 2, width, middle).addTo(net, y);
    y = net.conv(name + ".conv3", y, width * EXPANSION, Window.of(1));
    y = net.batchNorm(name + ".bn3", y);
    return net.relu(name, net.add(name + ".add", y, skip));
  }
}
