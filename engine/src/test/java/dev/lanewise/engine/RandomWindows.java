package dev.lanewise.engine;

import dev.lanewise.engine.op.Window;
import java.util.SplittableRandom;

/** Draws the windows of {@link RandomGraphs}. */
final class RandomWindows {
  private static final int[] KERNELS = {1, 1, 2, 3, 3, 3, 4, 5, 7};
  private static final int[] STRIDES = {1, 1, 1, 2, 3};
  private static final int[] DILATIONS = {1, 1, 1, 2, 3};

  private RandomWindows() {}

  /** A window of stride 1 that keeps height and width. */
  static Window keeping(SplittableRandom random) {
    int kernel = random.nextInt(3) == 0 ? 1 : 3;
    int dilation = random.nextInt(4) == 0 ? 2 : 1;
    return Window.of(kernel).dilation(dilation).pad(dilation * (kernel / 2));
  }

  /** Any window that fits into the padded picture {@code x}. */
  static Window over(Shape x, SplittableRandom random) {
    var h = axis(random);
    var w = random.nextBoolean() ? h : axis(random);
    h = h.fitted(x.dim(2));
    w = w.fitted(x.dim(3));
    return new Window(
        h.kernel,
        w.kernel,
        h.stride,
        w.stride,
        h.before,
        w.before,
        h.after,
        w.after,
        h.dilation,
        w.dilation);
  }

  private record Axis(int kernel, int stride, int before, int after, int dilation) {
    Axis fitted(int extent) {
      int reach = dilation * (kernel - 1) + 1;
      return reach <= extent + before + after ? this : new Axis(1, stride, before, after, dilation);
    }
  }

  private static Axis axis(SplittableRandom random) {
    int kernel = pick(KERNELS, random);
    int dilation = pick(DILATIONS, random);
    int half = dilation * (kernel - 1) / 2;
    boolean even = random.nextBoolean();
    int before = even ? half : random.nextInt(4);
    int after = even ? half : random.nextInt(4);
    return new Axis(kernel, pick(STRIDES, random), before, after, dilation);
  }

  private static int pick(int[] choices, SplittableRandom random) {
    return choices[random.nextInt(choices.length)];
  }
}
