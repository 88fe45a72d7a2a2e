package dev.lanewise.blocks;

import dev.lanewise.engine.op.Window;

/**
 * 1×1 down, 3×3 with the stride, 1×1 up, and the skip around all three, from [N, I, H, W] to [N,
 * channels, H', W'].
 *
 * <pre>
 *   x ─┬─ 1×1 ─ bn ─ relu ─ 3×3/stride ─ bn ─ relu ─ 1×1 ─ bn ─ ⊕ ─ relu ─ y
 *      └──────────────────────── shortcut ──────────────────────┘
 * </pre>
 *
 * <p>Source: He et al., "Deep Residual Learning for Image Recognition", 2015, figure 5, right; the
 * stride on the 3×3, as torchvision has it ("ResNet v1.5"). In groups: Xie et al., "Aggregated
 * Residual Transformations for Deep Neural Networks", 2017, figure 3(c). With a wider middle:
 * Zagoruyko and Komodakis, "Wide Residual Networks", 2016.
 *
 * @param width channels between the 1×1 convolutions
 * @param groups of the 3×3 convolution
 * @param channels of the result
 * @param stride of the 3×3 convolution
 */
public record Bottleneck(int width, int groups, int channels, int stride, Shortcut shortcut)
    implements Block {
  /** How many times wider the result is than the middle, where nothing else is said. */
  public static final int EXPANSION = 4;

  /** The block of the residual paper: no groups, and four times as wide as its middle. */
  public Bottleneck(int width, int stride, Shortcut shortcut) {
    this(width, 1, width * EXPANSION, stride, shortcut);
  }

  @Override
  public String addTo(Layers net, String name, String x) {
    var skip = shortcut.addTo(net, name, x);
    var middle = Window.of(3).stride(stride).pad(1);
    var y = ConvBnRelu.numbered(name, 1, width, Window.of(1)).addTo(net, x);
    y = net.groupedConv(name + ".conv2", y, width, middle, groups);
    y = net.relu(name + ".relu2", net.batchNorm(name + ".bn2", y));
    y = net.conv(name + ".conv3", y, channels, Window.of(1));
    y = net.batchNorm(name + ".bn3", y);
    return net.relu(name, net.add(name + ".add", y, skip));
  }
}
