package dev.lanewise.blocks;

import dev.lanewise.engine.op.AveragePool;
import dev.lanewise.engine.op.Window;

/**
 * What lies between dense blocks: half the channels and half the picture, from [N, I, H, W] to [N,
 * I / 2, H / 2, W / 2], rounded down.
 *
 * <pre>
 *   x ─ bn ─ relu ─ 1×1 ─ mean 2×2/2 ─ y
 * </pre>
 *
 * <p>Source: Huang et al., "Densely Connected Convolutional Networks", 2017, section 3, "Pooling
 * layers" and "Compression" (DenseNet-C, θ = 0.5).
 */
public record Transition() {
  /**
   * Adds it.
   *
   * @param name its path, such as {@code features.transition1}: the prefix of its layers' names
   * @param x the input's name
   * @return the name of the result, {@code name.pool}
   */
  public String addTo(Layers net, String name, String x) {
    var y = net.relu(name + ".relu", net.batchNorm(name + ".norm", x));
    y = net.conv(name + ".conv", y, net.channels(x) / 2, Window.of(1));
    return net.layer(name + ".pool", new AveragePool(Window.of(2).stride(2), false, true), y);
  }
}
