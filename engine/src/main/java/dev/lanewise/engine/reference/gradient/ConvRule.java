package dev.lanewise.engine.reference.gradient;

import dev.lanewise.engine.Shape;
import dev.lanewise.engine.op.Conv;
import dev.lanewise.engine.reference.gradient.Rows.Slice;
import java.util.List;

/**
 * {@link Conv}, and
 *
 * <pre>
 * dx[n, ic, ih, iw] = Σ dy[n, o, oh, ow] · weights[o, ic, kh, kw]
 *                     over the o, kh, kw, oh, ow whose tap falls on (ih, iw)
 * </pre>
 */
final class ConvRule {
  private ConvRule() {}

  static Applied apply(Conv conv, List<DoubleTensor> inputs, Shape shape) {
    var x = inputs.get(0);
    var y = DoubleTensor.zeros(shape);
    int out = shape.dim(1);
    if (inputs.size() > 2) {
      for (int position = 0; position < y.positions(); position++) {
        System.arraycopy(inputs.get(2).data(), 0, y.data(), position * out, out);
      }
    }
    int channels = inputs.get(1).dim(1);
    int outPerGroup = out / conv.groups();
    double[][][] byOutput = byOutput(conv, inputs.get(1).data(), channels, outPerGroup);
    double[][][] byInput = new double[byOutput.length][][];
    for (int i = 0; i < byInput.length; i++) {
      byInput[i] = Rows.transposed(byOutput[i]);
    }
    forEachTap(
        conv,
        x,
        shape,
        (tap, source, target) -> {
          for (int g = 0; g < conv.groups(); g++) {
            var pixel = new Slice(x.data(), source + g * channels);
            var sums = new Slice(y.data(), target + g * outPerGroup);
            Rows.addProduct(pixel, byInput[tap * conv.groups() + g], sums);
          }
        });
    return new Applied(
        y,
        (dy, dx) ->
            forEachTap(
                conv,
                x,
                shape,
                (tap, source, target) -> {
                  for (int g = 0; g < conv.groups(); g++) {
                    var pixel = new Slice(dy, target + g * outPerGroup);
                    var sums = new Slice(dx.get(0), source + g * channels);
                    Rows.addProduct(pixel, byOutput[tap * conv.groups() + g], sums);
                  }
                }));
  }

  /**
   * For each tap and in it each group a row for each output channel.
   *
   * @param weights [O, kh, kw, I / groups], as every value of rank 4
   */
  private static double[][][] byOutput(Conv conv, double[] weights, int channels, int outPerGroup) {
    int taps = conv.window().taps();
    double[][] rows = Rows.cut(weights, channels);
    var byOutput = new double[taps * conv.groups()][outPerGroup][];
    for (int row = 0; row < rows.length; row++) {
      int o = row / taps;
      int group = o / outPerGroup;
      byOutput[row % taps * conv.groups() + group][o % outPerGroup] = rows[row];
    }
    return byOutput;
  }

  /** What is done where a tap meets a pixel. */
  private interface Meeting {
    /**
     * @param tap its number, kh and kw ascending
     * @param source where the input's pixel starts
     * @param target where the output's pixel starts
     */
    void at(int tap, int source, int target);
  }

  private static void forEachTap(Conv conv, DoubleTensor x, Shape y, Meeting meeting) {
    var window = conv.window();
    for (int n = 0; n < y.dim(0); n++) {
      for (int oh = 0; oh < y.dim(2); oh++) {
        for (int ow = 0; ow < y.dim(3); ow++) {
          int target = ((n * y.dim(2) + oh) * y.dim(3) + ow) * y.dim(1);
          for (int tap = 0; tap < window.taps(); tap++) {
            int kh = tap / window.kernelW();
            int kw = tap % window.kernelW();
            int ih = oh * window.strideH() - window.padTop() + kh * window.dilationH();
            int iw = ow * window.strideW() - window.padLeft() + kw * window.dilationW();
            if (ih >= 0 && ih < x.dim(2) && iw >= 0 && iw < x.dim(3)) {
              meeting.at(tap, x.pixel(n, ih, iw), target);
            }
          }
        }
      }
    }
  }
}
