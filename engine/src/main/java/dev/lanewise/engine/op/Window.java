package dev.lanewise.engine.op;

import dev.lanewise.engine.Shape;
import dev.lanewise.engine.ShapeException;

/**
 * The geometry of a window that slides over a picture: kernel extents, strides, padding on four
 * sides and dilations, in pixels. Tap (kh, kw) of output pixel (oh, ow) reads input pixel
 * (oh·strideH − padTop + kh·dilationH, ow·strideW − padLeft + kw·dilationW).
 */
public record Window(
    int kernelH,
    int kernelW,
    int strideH,
    int strideW,
    int padTop,
    int padLeft,
    int padBottom,
    int padRight,
    int dilationH,
    int dilationW) {

  public Window {
    if (kernelH < 1 || kernelW < 1) {
      throw new ShapeException("kernel must be at least 1×1, got " + kernelH + "×" + kernelW);
    }
    if (strideH < 1 || strideW < 1) {
      throw new ShapeException("strides must be at least 1, got " + strideH + ", " + strideW);
    }
    if (padTop < 0 || padLeft < 0 || padBottom < 0 || padRight < 0) {
      throw new ShapeException(
          "padding must not be negative, got top %d, left %d, bottom %d, right %d"
              .formatted(padTop, padLeft, padBottom, padRight));
    }
    if (dilationH < 1 || dilationW < 1) {
      throw new ShapeException("dilations must be at least 1, got " + dilationH + ", " + dilationW);
    }
  }

  /** A square kernel, stride 1, no padding, no dilation. */
  public static Window of(int kernel) {
    return of(kernel, kernel);
  }

  /** A kernel of these extents, stride 1, no padding, no dilation. */
  public static Window of(int kernelH, int kernelW) {
    return new Window(kernelH, kernelW, 1, 1, 0, 0, 0, 0, 1, 1);
  }

  /** This window with the same stride along both axes. */
  public Window stride(int stride) {
    return stride(stride, stride);
  }

  /** This window with other strides. */
  public Window stride(int strideH, int strideW) {
    return new Window(
        kernelH, kernelW, strideH, strideW, padTop, padLeft, padBottom, padRight, dilationH,
        dilationW);
  }

  /** This window with the same padding on all four sides. */
  public Window pad(int pad) {
    return pad(pad, pad, pad, pad);
  }

  /** This window with other paddings. */
  public Window pad(int top, int left, int bottom, int right) {
    return new Window(
        kernelH, kernelW, strideH, strideW, top, left, bottom, right, dilationH, dilationW);
  }

  /** This window with the same dilation along both axes. */
  public Window dilation(int dilation) {
    return dilation(dilation, dilation);
  }

  /** This window with other dilations. */
  public Window dilation(int dilationH, int dilationW) {
    return new Window(
        kernelH, kernelW, strideH, strideW, padTop, padLeft, padBottom, padRight, dilationH,
        dilationW);
  }

  /** The number of taps, kernelH · kernelW. */
  public int taps() {
    return kernelH * kernelW;
  }

  /** Whether each output pixel reads exactly the input pixel at its own place. */
  public boolean isPointwise() {
    return taps() == 1
        && strideH == 1
        && strideW == 1
        && padTop + padLeft + padBottom + padRight == 0;
  }

  /**
   * The output height for an input of height {@code h}: ⌊(h + padTop + padBottom −
   * dilationH·(kernelH − 1) − 1) / strideH⌋ + 1; with {@code ceil} the quotient is rounded up, but
   * no window starts beyond the input and its leading padding.
   */
  public int outputH(int h, boolean ceil) {
    return extent("height", h, kernelH, strideH, padTop, padBottom, dilationH, ceil);
  }

  /** The output width for an input of width {@code w}, by the same rule as the height. */
  public int outputW(int w, boolean ceil) {
    return extent("width", w, kernelW, strideW, padLeft, padRight, dilationW, ceil);
  }

  /** The shape of the output of {@code channels} channels over the picture {@code x}. */
  Shape output(Shape x, int channels, boolean ceil) {
    return Shape.of(x.dim(0), channels, outputH(x.dim(2), ceil), outputW(x.dim(3), ceil));
  }

  private static int extent(
      String what,
      int in,
      int kernel,
      int stride,
      int before,
      int after,
      int dilation,
      boolean ceil) {
    if (in == Shape.UNKNOWN) {
      return Shape.UNKNOWN;
    }
    long reach = (long) dilation * (kernel - 1) + 1;
    long padded = (long) in + before + after;
    if (padded > Integer.MAX_VALUE) {
      throw new ShapeException("the padded input's " + what + " overflows: " + padded);
    }
    long room = padded - reach;
    if (room < 0) {
      throw new ShapeException(
          "the window spans %d pixels, the padded input's %s is %d".formatted(reach, what, padded));
    }
    long out = room / stride + 1;
    if (ceil && room % stride != 0 && out * stride < (long) in + before) {
      out++;
    }
    return (int) out;
  }

  /** For example {@code 3×3/2 p1}; strides, padding and dilation appear where they matter. */
  @Override
  public String toString() {
    var text = new StringBuilder().append(kernelH).append('×').append(kernelW);
    if (strideH != 1 || strideW != 1) {
      text.append('/').append(strideH == strideW ? strideH + "" : strideH + "," + strideW);
    }
    if (padTop == padLeft && padTop == padBottom && padTop == padRight) {
      text.append(padTop == 0 ? "" : " p" + padTop);
    } else {
      text.append(" p%d,%d,%d,%d".formatted(padTop, padLeft, padBottom, padRight));
    }
    if (dilationH != 1 || dilationW != 1) {
      text.append(" d")
          .append(dilationH == dilationW ? dilationH + "" : dilationH + "," + dilationW);
    }
    return text.toString();
  }
}
