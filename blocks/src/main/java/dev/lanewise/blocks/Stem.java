package dev.lanewise.blocks;

import dev.lanewise.engine.op.MaxPool;
import dev.lanewise.engine.op.Window;

/**
 * How networks for ImageNet begin, from [N, 3, H, W] to [N, channels, H/4, W/4], rounded up.
 *
 * <pre>
 *   x ─ 7×7/2 ─ bn ─ relu ─ max 3×3/2 ─ y
 * </pre>
 *
 * <p>Source: He et al., "Deep Residual Learning for Image Recognition", 2015, table 1.
 *
 * @param conv the convolution's name
 * @param bn the batch norm's name
 * @param relu the rectifier's name
 * @param pool the maximum's name, and the result's
 */
public record Stem(String conv, String bn, String relu, String pool, int channels) {
  /**
   * Adds the four layers.
   *
   * @return the name of the result
   */
  public String addTo(Layers net, String x) {
    var window = Window.of(7).stride(2).pad(3);
    var y = new ConvBnRelu(conv, bn, relu, channels, window).addTo(net, x);
    return net.layer(pool, new MaxPool(Window.of(3).stride(2).pad(1)), y);
  }
}
