package dev.lanewise.engine.internal.array;

import java.util.List;

/** Names for the axes of a view [N, C, H, W]. */
final class Picture {
  static final int N = 0;
  static final int C = 1;
  static final int H = 2;
  static final int W = 3;

  private Picture() {}

  /** A way through the pixels of an output: all axes but the channels. */
  static Walk pixels(View y) {
    var numbers = y.without(C);
    return Walk.alongMemory(List.of(numbers, coordinates(numbers)));
  }

  /** A view whose offset at a pixel is the pixel's number in the order (n, h, w). */
  private static View coordinates(View pixels) {
    long w = pixels.extent(2);
    return pixels
        .at(0, pixels.extents())
        .as(pixels.extents(), new long[] {pixels.extent(1) * w, w, 1});
  }
}
