package dev.lanewise.engine.internal.array;

import java.util.List;

/** Work on the pixels of an output [N, C, H, W], each with all its channels. */
abstract class PixelByPixel extends Each {
  // Names for the axes
  static final int N = 0;
  static final int C = 1;
  static final int H = 2;
  static final int W = 3;

  final View y;

  PixelByPixel(View y, long operations) {
    super(pixels(y), operations);
    this.y = y;
  }

  private static Walk pixels(View y) {
    var pixels = y.without(C);
    // A view whose offset at a pixel is the pixel's number in the order (n, h, w)
    long w = pixels.extent(2);
    var numbers =
        pixels
            .at(0, pixels.extents())
            .as(pixels.extents(), new long[] {pixels.extent(1) * w, w, 1});
    return Walk.alongMemory(List.of(pixels, numbers));
  }

  /**
   * Computes a pixel.
   *
   * @param to where its first channel lies
   */
  abstract void pixel(int n, int h, int w, long to);

  @Override
  final void place(long index) {
    long number = walk.place(1, index);
    int w = (int) (number % y.extent(W));
    int h = (int) (number / y.extent(W) % y.extent(H));
    int n = (int) (number / y.extent(W) / y.extent(H));
    pixel(n, h, w, walk.place(0, index));
  }
}
