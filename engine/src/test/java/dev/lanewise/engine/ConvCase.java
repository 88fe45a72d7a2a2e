package dev.lanewise.engine;

import dev.lanewise.engine.op.Window;

/**
 * A convolution of whole numbers.
 *
 * @param in channels of the picture
 * @param out channels of the result
 */
record ConvCase(
    int batch, int in, int height, int width, int out, Window window, int groups, boolean bias) {

  /** One picture, no groups, with a bias. */
  static ConvCase of(int in, int height, int width, int out, Window window) {
    return new ConvCase(1, in, height, width, out, window, 1, true);
  }

  ConvCase withBatch(int batch) {
    return new ConvCase(batch, in, height, width, out, window, groups, bias);
  }

  ConvCase withGroups(int groups) {
    return new ConvCase(batch, in, height, width, out, window, groups, bias);
  }

  ConvCase withoutBias() {
    return new ConvCase(batch, in, height, width, out, window, groups, false);
  }

  /**
   * Fails unless the engine gives what integer loops and the reference give, also where a
   * convolution before it has left the threads' scratch full of NaN.
   */
  void check() {
    var nan = Tensor.managed(Shape.of(1, 3, 24, 24), Layout.NCHW);
    nan.segment().fill((byte) 0xFF);
    var net = new SmallNet().input("nan", nan).conv("before", "nan", 1, Window.of(7), 1, false);
    addTo(net).output("conv").output("before").check(expected(net));
  }

  /** Input {@code x} and node {@code conv}, no output yet. */
  SmallNet net() {
    return addTo(new SmallNet());
  }

  private SmallNet addTo(SmallNet net) {
    return net.input("x", batch, in, height, width).conv("conv", "x", out, window, groups, bias);
  }

  /** What node {@code conv} of a {@link #net} must give, in NCHW order. */
  float[] expected(SmallNet net) {
    return IntegerLoops.conv(
        window, groups, net.value("x"), net.value("conv.weight"), net.valueOrNull("conv.bias"));
  }

  /** For example {@code [1, 3, 9, 8] → 5 by 3×3/2 p1, groups 1, bias}. */
  @Override
  public String toString() {
    return "[%d, %d, %d, %d] → %d by %s, %s"
        .formatted(batch, in, height, width, out, window, "groups " + groups)
        .concat(bias ? ", bias" : "");
  }
}
