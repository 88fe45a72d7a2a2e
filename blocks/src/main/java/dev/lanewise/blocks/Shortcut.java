package dev.lanewise.blocks;

import dev.lanewise.engine.ShapeException;
import dev.lanewise.engine.op.MaxPool;
import dev.lanewise.engine.op.PadChannels;
import dev.lanewise.engine.op.Window;

/**
 * What a residual block adds to its result: its input, made to fit.
 *
 * <p>Source: He et al., "Deep Residual Learning for Image Recognition", 2015, section 3.3.
 */
public sealed interface Shortcut {
  /**
   * Adds the shortcut's layers.
   *
   * @param block the block's name, the prefix of the layers' names
   * @param x the block's input
   * @return the name of the value to add
   */
  String addTo(Layers net, String block, String x);

  /** The input itself. */
  record Identity() implements Shortcut {
    @Override
    public String addTo(Layers net, String block, String x) {
      return x;
    }
  }

  /**
   * Option B: a 1×1 convolution and a batch norm, {@code downsample.0} and {@code downsample.1}.
   *
   * @param channels of the result
   * @param stride of the convolution
   */
  record Projection(int channels, int stride) implements Shortcut {
    @Override
    public String addTo(Layers net, String block, String x) {
      var y = net.conv(block + ".downsample.0", x, channels, Window.of(1).stride(stride));
      return net.batchNorm(block + ".downsample.1", y);
    }
  }

  /**
   * Option A, without parameters: every stride-th pixel along both axes, then channels of zeros on
   * either side, one more behind where their number is odd.
   *
   * @param channels of the result, at least those of the input
   * @param stride of the subsampling
   */
  record ZeroPadded(int channels, int stride) implements Shortcut {
    @Override
    public String addTo(Layers net, String block, String x) {
      int missing = channels - net.channels(x);
      if (missing < 0) {
        throw new ShapeException(
            "%s.shortcut: zeros cannot pad %d channels to %d"
                .formatted(block, net.channels(x), channels));
      }
      // The maximum of one pixel is that pixel, −0 and NaN included; the mean of −0 would be +0.
      var subsample = new MaxPool(Window.of(1).stride(stride));
      var y = stride == 1 ? x : net.layer(block + ".shortcut.subsample", subsample, x);
      return net.layer(
          block + ".shortcut.pad", new PadChannels(missing / 2, missing - missing / 2), y);
    }
  }
}
