package dev.lanewise.engine.internal.array;

import dev.lanewise.engine.op.Lrn;
import java.util.List;

/** Local response normalisation: a place is a pixel, with all its channels. */
final class LrnLines extends Each {
  private final Lrn lrn;
  private final View x;
  private final View y;

  LrnLines(Lrn lrn, View x, View y) {
    super(
        Walk.alongMemory(List.of(y.without(PixelByPixel.C), x.without(PixelByPixel.C))),
        64L * x.extent(PixelByPixel.C));
    this.lrn = lrn;
    this.x = x;
    this.y = y;
  }

  @Override
  void place(long index) {
    long to = walk.place(0, index);
    long from = walk.place(1, index);
    int channels = x.extent(PixelByPixel.C);
    long step = x.stride(PixelByPixel.C);
    for (int c = 0; c < channels; c++) {
      int first = Math.max(0, c - (lrn.size() - 1) / 2);
      int last = (int) Math.min(channels - 1L, c + (long) (lrn.size() / 2));
      float sum = 0f;
      for (int each = first; each <= last; each++) {
        float value = x.getFloat(from + each * step);
        sum = Math.fma(value, value, sum);
      }
      double scale = lrn.bias() + (double) lrn.alpha() / lrn.size() * sum;
      double value = x.getFloat(from + c * step) / Power.of(scale, lrn.beta());
      y.setFloat(to + c * y.stride(PixelByPixel.C), (float) value);
    }
  }
}
