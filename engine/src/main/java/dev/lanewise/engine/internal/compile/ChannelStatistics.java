package dev.lanewise.engine.internal.compile;

import dev.lanewise.engine.Layout;
import dev.lanewise.engine.Node;
import dev.lanewise.engine.op.BatchNorm;
import java.util.Objects;

/**
 * What is known of a batch norm's channels, on the heap: {@link BatchNorm}'s formulas in double.
 */
record ChannelStatistics(float[] beta, float[] mean, double[] scale) {
  /** Those of a {@link BatchNorm} whose parameters are constants. */
  static ChannelStatistics of(Draft draft, Node node) {
    double epsilon = ((BatchNorm) node.op()).epsilon();
    var gamma = numbers(draft, node, 1);
    var variance = numbers(draft, node, 4);
    var scale = new double[gamma.length];
    for (int c = 0; c < scale.length; c++) {
      scale[c] = gamma[c] / Math.sqrt(variance[c] + epsilon);
    }
    return new ChannelStatistics(numbers(draft, node, 2), numbers(draft, node, 3), scale);
  }

  private static float[] numbers(Draft draft, Node node, int input) {
    return Objects.requireNonNull(draft.constant(node.inputs().get(input))).toArray(Layout.NCHW);
  }

  int channels() {
    return scale.length;
  }

  double scale(int channel) {
    return scale[channel];
  }

  /** What a number of a channel becomes, rounded nowhere. */
  double apply(int channel, double number) {
    return beta[channel] + (number - mean[channel]) * scale[channel];
  }
}
