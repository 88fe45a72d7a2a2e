package dev.lanewise.engine.internal.compile;

import dev.lanewise.engine.Graph;
import dev.lanewise.engine.Node;
import dev.lanewise.engine.Shape;
import dev.lanewise.engine.op.BatchNorm;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;

/**
 * A batch norm that alone reads another becomes one with it, under its own name: what is left of a
 * picture's normalisation, which exporters write as two or three operators before the first layer.
 *
 * <pre>
 * gamma = (float) (scale₁ · scale₂)
 * beta  = (float) (beta₂ + (shift₁ − mean₂) · scale₂)     in double; mean = 0, variance = 1, ε = 0
 * </pre>
 *
 * <p>Statistics must all be constants; else both nodes stay as they are. So they do where a mean is
 * many deviations, in units of what comes out of the last norm in a row: x − mean is exact for x
 * near it, and x · scale + shift is not; and where a float does not hold the joined statistics.
 */
final class JoinBatchNorms {
  /** So many deviations cost 2e-6 of one, 32 · 2⁻²⁴: what the last norm gives counts as such. */
  private static final double MOST_DEVIATIONS = 32;

  private final Draft draft;
  private final FoldedConstants weights;

  /** For each channel what the norms that follow, one after the other, multiply by. */
  private final Map<String, double[]> after = new HashMap<>();

  /** Of each joined norm, the names of those that it stands for: which they are, outputs decide. */
  private final Map<String, String> joined = new HashMap<>();

  private JoinBatchNorms(Draft draft, FoldedConstants weights) {
    this.draft = draft;
    this.weights = weights;
  }

  static Graph apply(Graph source, FoldedConstants weights) {
    var draft = new Draft(source);
    var pass = new JoinBatchNorms(draft, weights);
    pass.follow(source);
    for (var node : source.nodes()) {
      var before = draft.node(node.inputs().getFirst());
      if (before != null && pass.areJoinable(before, node)) {
        draft.replace(before.name(), pass.join(before, node));
      } else {
        draft.append(node);
      }
    }
    return draft.build();
  }

  /** Finds what follows each norm. */
  private void follow(Graph source) {
    var norms = new HashMap<String, Node>();
    for (var node : source.nodes()) {
      if (node.op() instanceof BatchNorm) {
        norms.put(node.name(), node);
      }
    }
    for (var node : source.nodes().reversed()) {
      var before = norms.get(node.inputs().isEmpty() ? "" : node.inputs().getFirst());
      if (before != null && areInARow(before, node)) {
        var norm = ChannelStatistics.of(draft, node);
        var rest = after.get(node.name());
        var scales = new double[norm.channels()];
        Arrays.setAll(scales, c -> norm.scale(c) * (rest == null ? 1 : rest[c]));
        after.put(before.name(), scales);
      }
    }
  }

  private boolean areInARow(Node before, Node node) {
    return before.op() instanceof BatchNorm
        && node.op() instanceof BatchNorm
        && draft.isReadOnce(before.name())
        && draft.areConstants(before.inputs().subList(1, 5))
        && draft.areConstants(node.inputs().subList(1, 5));
  }

  private boolean areJoinable(Node before, Node node) {
    if (!areInARow(before, node)) {
      return false;
    }
    var first = ChannelStatistics.of(draft, before);
    var second = ChannelStatistics.of(draft, node);
    var rest = after.get(node.name());
    return IntStream.range(0, first.channels())
        .allMatch(c -> losesLittle(first, second, rest == null ? 1 : rest[c], c));
  }

  private static boolean losesLittle(
      ChannelStatistics first, ChannelStatistics second, double rest, int c) {
    double scale = first.scale(c) * second.scale(c);
    double shift = first.apply(c, 0) * second.scale(c);
    boolean held =
        (scale == 0 || (Math.abs(scale) >= Float.MIN_NORMAL && Math.abs(scale) <= Float.MAX_VALUE))
            && Math.abs(second.apply(c, first.apply(c, 0))) <= Float.MAX_VALUE;
    return held && Math.abs(shift * rest) <= MOST_DEVIATIONS && Math.abs(shift) <= Float.MAX_VALUE;
  }

  private Node join(Node before, Node node) {
    var first = ChannelStatistics.of(draft, before);
    var second = ChannelStatistics.of(draft, node);
    int channels = first.channels();
    var names = joined.getOrDefault(before.name(), before.name()) + ", " + node.name();
    joined.put(node.name(), names);
    var gamma = vector("gamma of " + names, channels, c -> first.scale(c) * second.scale(c));
    var beta = vector("beta of " + names, channels, c -> second.apply(c, first.apply(c, 0)));
    return new Node(
        node.name(),
        new BatchNorm(0),
        List.of(
            before.inputs().getFirst(),
            gamma,
            beta,
            UnifyAffine.filled("zeros", 0, channels, draft, weights),
            UnifyAffine.filled("ones", 1, channels, draft, weights)));
  }

  private String vector(String recipe, int channels, IntToDoubleFunction of) {
    var values =
        weights.computeIfAbsent(
            recipe,
            Shape.of(channels),
            target -> {
              for (int c = 0; c < channels; c++) {
                target.set((float) of.applyAsDouble(c), c);
              }
            });
    return draft.add(recipe, values);
  }
}
