package dev.lanewise.engine.internal.conv;

import dev.lanewise.engine.internal.gemm.PackedMatrix;
import dev.lanewise.engine.internal.kernel.Epilogue;
import dev.lanewise.engine.internal.kernel.KernelSet;
import java.lang.foreign.MemorySegment;

/**
 * y = epilogue(fma(x, scale, shift)), channel by channel: a batch norm and the activation after it.
 *
 * @param scale one float for each padded channel; or, for pixels side by side, one for each channel
 *     of some of them, a multiple of 16 in all
 * @param shift as many
 */
public record ChannelAffine(MemorySegment scale, MemorySegment shift, Epilogue epilogue) {
  /**
   * Some channels of a pixel.
   *
   * @param first the channel that {@code xOff} and {@code yOff} are the places of
   * @param channels a multiple of 16
   */
  void apply(MemorySegment x, long xOff, int first, MemorySegment y, long yOff, int channels) {
    KernelSet.channels()
        .scale(x, xOff, scale, first * 4L, shift, first * 4L, epilogue.floor(), y, yOff, channels);
    epilogue.apply(y, yOff, channels);
  }

  /** Floats of pixels side by side, in place; up to a vector of 16 behind them is lost. */
  void applyToRun(MemorySegment y, long yOff, int floats) {
    int most = (int) (scale.byteSize() / Float.BYTES);
    for (int done = 0; done < floats; done += most) {
      int whole = PackedMatrix.padded(Math.min(most, floats - done));
      apply(y, yOff + done * 4L, 0, y, yOff + done * 4L, whole);
    }
  }
}
