package dev.lanewise.engine.internal.exec;

import dev.lanewise.engine.Graph;
import dev.lanewise.engine.Plan;
import dev.lanewise.engine.op.Conv;
import dev.lanewise.engine.op.Fused;

/**
 * What a step should take about, if its kernels are compiled well: its multiply-adds at {@value
 * #SHARE} of the peak, which the large layers of residual networks exceed at every width.
 *
 * <p>Nothing is expected where other things than multiply-adds decide: of steps that read about as
 * many floats as they multiply (a linear layer of one picture), of grouped convolutions, of first
 * layers, whose few channels take as long to gather, of layers that are too narrow or too shallow
 * for the micro-kernels, and of those that take microseconds.
 */
final class ExpectedTime {
  static final double SHARE = 0.5;

  /** Multiply-adds for each float read or written, below which memory decides. */
  private static final int LEAST_INTENSITY = 16;

  private static final int LEAST_DEPTH = 64;
  private static final int LEAST_CHANNELS = 16;
  private static final int LEAST_PIXELS = 32;
  private static final long LEAST_NANOS = 50_000;

  private ExpectedTime() {}

  /**
   * The nanoseconds that are expected of a step, or 0 where none are.
   *
   * @param graph the compiled graph that the step is of
   * @param peak multiply-adds a nanosecond, of all threads together
   */
  static long of(Plan.Step step, Graph graph, double peak) {
    var node = graph.node(step.name());
    if (step.multiplyAdds() == 0
        || node == null
        || !(node.op() instanceof Fused fused)
        || (fused.op() instanceof Conv conv && conv.groups() > 1)) {
      return 0;
    }
    var weights = graph.shape(node.inputs().get(1));
    long channels = weights.dim(0);
    long depth = weights.elements() / channels;
    long pixels = step.output().elements() / channels;
    long floats = weights.elements() + pixels * channels;
    long nanos = (long) (step.multiplyAdds() / (peak * SHARE));
    boolean isJudged =
        depth >= LEAST_DEPTH
            && Math.min(channels, weights.dim(1)) >= LEAST_CHANNELS
            && pixels >= LEAST_PIXELS
            && step.multiplyAdds() >= LEAST_INTENSITY * floats
            && nanos >= LEAST_NANOS;
    return isJudged ? nanos : 0;
  }
}
