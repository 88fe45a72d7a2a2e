package dev.lanewise.blocks;

import dev.lanewise.engine.op.Window;

/**
 * Two 3×3 convolutions, each behind a batch norm and a rectifier, and a skip that nothing follows,
 * from [N, I, H, W] to [N, channels, H', W'].
 *
 * <pre>
 *   x ─┬─ bn ─ relu ─ 3×3 ─ bn ─ relu ─ 3×3 ─ ⊕ ─ y              identity
 *      └──────────────────────────────────────┘
 *
 *   x ─ bn ─ relu ─┬─ 3×3/stride ─ bn ─ relu ─ 3×3 ─ ⊕ ─ y       projection
 *                  └─ 1×1/stride ────────────────────┘
 *
 *   x ─┬─ 3×3 ─ bn ─ relu ─ 3×3 ─ ⊕ ─ y                          after the stem
 *      └──────────────────────────┘
 * </pre>
 *
 * <p>Source: He et al., "Identity Mappings in Deep Residual Networks", 2016, figure 4(e), and for
 * the first block and those that change the shape its appendix.
 *
 * @param channels of both convolutions
 * @param stride of the first, and of the projection; 1 unless there is one
 */
public record PreActBlock(int channels, int stride, Entry entry) {
  /** Where x is activated, and what is added to the result. */
  public enum Entry {
    /** The activation is the block's own, behind the split: x itself is added. */
    IDENTITY,
    /** The activation is the block's own, before the split: a 1×1 convolution of it is added. */
    PROJECTION,
    /** x comes activated, from the stem, and is added as it is. */
    ACTIVATED
  }

  public PreActBlock {
    if (stride != 1 && entry != Entry.PROJECTION) {
      throw new IllegalArgumentException("stride %d needs a projection".formatted(stride));
    }
  }

  /**
   * Adds the block.
   *
   * @param name the block's path, such as {@code layer1.0}: the prefix of its layers' names, and
   *     the name of the result
   * @param x the input's name
   * @return {@code name}
   */
  public String addTo(Layers net, String name, String x) {
    var active =
        entry == Entry.ACTIVATED ? x : net.relu(name + ".relu1", net.batchNorm(name + ".bn1", x));
    var skip =
        entry == Entry.PROJECTION
            ? net.conv(name + ".downsample.0", active, channels, Window.of(1).stride(stride))
            : x;
    var y = net.conv(name + ".conv1", active, channels, Window.of(3).stride(stride).pad(1));
    y = net.relu(name + ".relu2", net.batchNorm(name + ".bn2", y));
    y = net.conv(name + ".conv2", y, channels, Window.of(3).pad(1));
    return net.add(name, y, skip);
  }
}
