package dev.lanewise.bench.baseline;

import dev.lanewise.engine.Shape;
import dev.lanewise.engine.op.Window;
import org.jspecify.annotations.Nullable;

/**
 * A convolution with what is fused into it, over heap arrays in NHWC: y = relu(x ∗ w + bias +
 * skip). A linear layer is one over pictures of one pixel.
 *
 * @param weights in the order of the graph's constant, [O, I, kernelH, kernelW]
 * @param skip as long as y, or null
 */
record ConvStep(
    Window window,
    Shape in,
    Shape out,
    float[] x,
    float[] weights,
    float[] bias,
    float @Nullable [] skip,
    boolean relu,
    float[] y) {

  /** How a convolution is looped over. */
  Runnable loops(LoopOrder order) {
    return switch (order) {
      case NAIVE -> new NaiveConv(this);
      case AUTO_VECTORISED -> new AutoVectorisedConv(this);
    };
  }

  int inChannels() {
    return in.dim(1);
  }

  int outChannels() {
    return out.dim(1);
  }

  /** Where the input pixel under tap (kh, kw) of an output pixel starts in x; −1 on the padding. */
  int source(int n, int oh, int ow, int kh, int kw) {
    int ih = oh * window.strideH() - window.padTop() + kh * window.dilationH();
    int iw = ow * window.strideW() - window.padLeft() + kw * window.dilationW();
    if (ih < 0 || ih >= in.dim(2) || iw < 0 || iw >= in.dim(3)) {
      return -1;
    }
    return ((n * in.dim(2) + ih) * in.dim(3) + iw) * in.dim(1);
  }

  /** The last of a sum: the skip is added, then the rectifier applied. */
  float finish(float sum, int at) {
    float y = skip == null ? sum : sum + skip[at];
    return relu ? Math.max(y, 0f) : y;
  }
}
