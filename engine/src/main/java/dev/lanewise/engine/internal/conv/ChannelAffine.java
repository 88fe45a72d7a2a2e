package dev.lanewise.engine.internal.conv;

import dev.lanewise.engine.internal.kernel.Epilogue;
import dev.lanewise.engine.internal.kernel.KernelSet;
import java.lang.foreign.MemorySegment;

/**
 * y = epilogue(fma(x, scale, shift)), channel by channel: a batch norm and the activation after it.
 *
 * @param scale one float for each padded channel
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
}
