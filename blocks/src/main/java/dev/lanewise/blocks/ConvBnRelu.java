package dev.lanewise.blocks;

import dev.lanewise.engine.op.Window;

/**
 * Convolution → batch norm → rectifier, from [N, I, H, W] to [N, channels, H', W'].
 *
 * <p>Source: Ioffe and Szegedy, "Batch Normalization", 2015, section 3.2.
 *
 * @param conv the convolution's name
 * @param bn the batch norm's name
 * @param relu the rectifier's name, and the result's
 */
public record ConvBnRelu(String conv, String bn, String relu, int channels, Window window) {
  /** The triple {@code block.conv1}, {@code block.bn1}, {@code block.relu1} for number 1. */
  public static ConvBnRelu numbered(String block, int number, int channels, Window window) {
    return new ConvBnRelu(
        block + ".conv" + number,
        block + ".bn" + number,
        block + ".relu" + number,
        channels,
        window);
  }

  /**
   * Adds the three layers.
   *
   * @return the name of the result
   */
  public String addTo(Layers net, String x) {
    return net.relu(relu, net.batchNorm(bn, net.conv(conv, x, channels, window)));
  }
}
