package dev.lanewise.blocks;

import dev.lanewise.engine.op.Window;

/**
 * A layer of a dense block: what came before, and {@code growth} channels more, from [N, I, H, W]
 * to [N, I + growth, H, W].
 *
 * <pre>
 *   x ─┬─ bn ─ relu ─ 1×1 ─ bn ─ relu ─ 3×3 ─┬─ y
 *      └───────────── side by side ──────────┘
 * </pre>
 *
 * <p>Source: Huang et al., "Densely Connected Convolutional Networks", 2017, section 3, "Bottleneck
 * layers" (DenseNet-B).
 *
 * @param growth channels that the layer adds
 */
public record DenseLayer(int growth) {
  /** How many times wider than {@code growth} the result of the 1×1 convolution is. */
  public static final int BOTTLENECK = 4;

  /**
   * Adds the layer.
   *
   * @param name the layer's path, such as {@code features.denseblock1.denselayer1}: the prefix of
   *     its layers' names, and the name of the result
   * @param x the input's name
   * @return {@code name}
   */
  public String addTo(Layers net, String name, String x) {
    var y = net.relu(name + ".relu1", net.batchNorm(name + ".norm1", x));
    y = net.conv(name + ".conv1", y, BOTTLENECK * growth, Window.of(1));
    y = net.relu(name + ".relu2", net.batchNorm(name + ".norm2", y));
    y = net.conv(name + ".conv2", y, growth, Window.of(3).pad(1));
    return net.concat(name, x, y);
  }
}
