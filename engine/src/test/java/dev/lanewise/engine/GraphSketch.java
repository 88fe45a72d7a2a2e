package dev.lanewise.engine;

import dev.lanewise.engine.op.Add;
import dev.lanewise.engine.op.BatchNorm;
import dev.lanewise.engine.op.Concat;
import dev.lanewise.engine.op.Conv;
import dev.lanewise.engine.op.Fused;
import dev.lanewise.engine.op.Linear;
import dev.lanewise.engine.op.MatrixOp;
import dev.lanewise.engine.op.Op;
import dev.lanewise.engine.op.Relu;
import dev.lanewise.engine.op.Window;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.Stream;

/** A graph being drawn by {@link GraphGrower}: its values so far, and the work that is left. */
final class GraphSketch {
  private static final int[] CHANNELS = {
    1, 2, 3, 4, 5, 7, 8, 9, 12, 15, 16, 17, 24, 31, 32, 33, 64
  };
  private static final int MOST_CHANNELS = 160;

  private final Graph.Builder graph = Graph.builder("random");
  private final Map<String, Tensor> inputs = new LinkedHashMap<>();
  private final Map<String, Shape> shapes = new LinkedHashMap<>();
  private final List<String> values = new ArrayList<>();
  private final LinkedHashSet<String> wanted = new LinkedHashSet<>();
  private final SplittableRandom outputs;
  private final RandomFloats floats;
  private SplittableRandom random;
  private long work = RandomGraphs.MULTIPLY_ADDS / 4 * 3;
  private int names;

  GraphSketch(SplittableRandom random, SplittableRandom outputs, RandomGraphs.Numbers numbers) {
    this.random = random;
    this.outputs = outputs;
    floats = new RandomFloats(numbers);
  }

  /** Draws from another source from now on. */
  void use(SplittableRandom random) {
    this.random = random;
  }

  boolean isUsedUp() {
    return work < RandomGraphs.MULTIPLY_ADDS / 100;
  }

  boolean hasMatrix() {
    return values.stream().anyMatch(value -> shape(value).rank() == 2);
  }

  Map<String, Tensor> inputs() {
    return inputs;
  }

  Graph build() {
    wanted.add(values.getLast());
    wanted.forEach(graph::output);
    return graph.build();
  }

  Shape shape(String value) {
    var shape = shapes.get(value);
    if (shape == null) {
      throw new GraphException("nothing drawn is called " + value);
    }
    return shape;
  }

  void input(String name, Shape shape, boolean anySize) {
    var declared = shape.toArray();
    declared[0] = Shape.UNKNOWN;
    if (anySize) {
      declared[2] = Shape.UNKNOWN;
      declared[3] = Shape.UNKNOWN;
    }
    graph.input(name, Shape.of(declared));
    var layout = random.nextBoolean() ? Layout.NCHW : Layout.NHWC;
    inputs.put(name, floats.signed(random, shape, layout, 3));
    shapes.put(name, shape);
    values.add(name);
    if (outputs.nextInt(60) == 0) {
      wanted.add(name);
    }
  }

  /** Adds a node that computes an activation. */
  String node(String kind, Op op, String... operands) {
    var name = compute(kind + names++, op, operands);
    values.add(name);
    work -= shape(name).elements() + multiplyAdds(op, name, operands);
    if (outputs.nextInt(12) == 0) {
      wanted.add(name);
    }
    return name;
  }

  private long multiplyAdds(Op op, String name, String... operands) {
    return switch (op) {
      case MatrixOp matrix -> {
        var weights = shape(operands[1]);
        yield shape(name).elements() * (weights.elements() / weights.dim(0));
      }
      case Fused fused -> multiplyAdds(fused.op(), name, operands);
      default -> 0;
    };
  }

  /** Whether the work that is left allows for so many multiply-adds per element of {@code x}. */
  boolean affords(String x, long perElement) {
    return shape(x).elements() * perElement <= work / 3;
  }

  String batchNorm(String x) {
    var vector = Shape.of(shape(x).dim(1));
    var name = "bn" + names;
    constant(name + ".gamma", floats.signed(random, vector, Layout.NCHW, 1));
    constant(name + ".beta", floats.signed(random, vector, Layout.NCHW, 3));
    constant(name + ".mean", floats.signed(random, vector, Layout.NCHW, 3));
    constant(name + ".variance", floats.positive(random, vector));
    var op = new BatchNorm(random.nextInt(4) == 0 ? 1e-3 : 1e-5);
    return node("bn", op, x, name + ".gamma", name + ".beta", name + ".mean", name + ".variance");
  }

  /** Any convolution: plain, grouped or depthwise. */
  String conv(String x) {
    int in = shape(x).dim(1);
    int out = channels();
    int groups = 1;
    switch (random.nextInt(4)) {
      case 0 -> {
        groups = in;
        out = in * random.nextInt(1, 3);
      }
      case 1 -> {
        int most = random.nextInt(1, 5);
        groups = Stream.iterate(most, g -> g - 1).filter(g -> in % g == 0).findFirst().orElse(1);
        out = random.nextBoolean() ? in : groups * random.nextInt(1, 9);
      }
      default -> {}
    }
    return conv(x, window(x), out, groups);
  }

  /** A convolution; it gets fewer output channels, or becomes 1×1, where work runs out. */
  String conv(String x, Window window, int out, int groups) {
    var from = shape(x);
    int depth = from.dim(1) / groups;
    long pixels = (long) from.dim(0) * window.outputH(from.dim(2), false);
    pixels *= window.outputW(from.dim(3), false);
    long each = pixels * depth * window.taps();
    long most = Math.max(1, work / 3 / each);
    if (out > most) {
      out = groups == 1 ? (int) most : groups;
      window = groups == 1 || out * each <= work / 3 ? window : Window.of(1);
    }
    var name = "conv" + names;
    var weights = weights(x, window, out, groups);
    return random.nextBoolean()
        ? node("conv", new Conv(window, groups), x, weights)
        : node("conv", new Conv(window, groups), x, weights, vector(name + ".bias", out));
  }

  String linear(String x, int out) {
    int depth = shape(x).dim(1);
    long each = (long) shape(x).dim(0) * depth;
    out = (int) Math.min(out, Math.max(1, work / 3 / each));
    var name = "linear" + names;
    var weights = weights(x, out);
    return random.nextBoolean()
        ? node("linear", new Linear(), x, weights)
        : node("linear", new Linear(), x, weights, vector(name + ".bias", out));
  }

  /** Weights of the next convolution, {@code <node>.weight}; at times computed from constants. */
  String weights(String x, Window window, int out, int groups) {
    int depth = shape(x).dim(1) / groups;
    return weights(
        "conv" + names + ".weight",
        Shape.of(out, depth, window.kernelH(), window.kernelW()),
        depth * window.taps());
  }

  /** Weights of the next linear layer. */
  String weights(String x, int out) {
    int depth = shape(x).dim(1);
    return weights("linear" + names + ".weight", Shape.of(out, depth), depth);
  }

  /** A bias of the next fused node. */
  String vector(int channels) {
    return vector("fused" + names + ".bias", channels);
  }

  private String vector(String name, int channels) {
    return weights(name, Shape.of(channels), 3);
  }

  private String weights(String name, Shape shape, int terms) {
    var raw = floats.signed(random, shape, Layout.NCHW, terms);
    switch (random.nextInt(16)) {
      case 0 -> {
        constant(name + ".raw", raw);
        compute(name, new Relu(), name + ".raw");
      }
      case 1 -> {
        constant(name + ".a", raw);
        constant(name + ".b", floats.signed(random, shape, Layout.NCHW, terms));
        compute(name, new Add(), name + ".a", name + ".b");
      }
      default -> constant(name, raw);
    }
    return name;
  }

  /** Concatenates x, itself or not, with one or two values that fit beside it. */
  String concat(String x) {
    var parts = new ArrayList<>(List.of(x));
    int channels = shape(x).dim(1);
    int more = random.nextInt(3);
    for (int i = 0; i < more; i++) {
      var part = pickFrom(values.stream().filter(value -> fitsBeside(shape(value), shape(x))));
      channels += shape(part).dim(1);
      if (channels <= MOST_CHANNELS) {
        parts.add(random.nextInt(parts.size() + 1), part);
      }
    }
    return node("concat", new Concat(), parts.toArray(String[]::new));
  }

  private static boolean fitsBeside(Shape a, Shape b) {
    return a.rank() == b.rank()
        && (a.rank() == 2 || (a.dim(2) == b.dim(2) && a.dim(3) == b.dim(3)));
  }

  String pickAny() {
    return pickFrom(values.stream());
  }

  String pick(int rank) {
    return pickFrom(values.stream().filter(value -> shape(value).rank() == rank));
  }

  /** A value of the same shape as {@code x}: x itself, another input, an earlier or later value. */
  String pickLike(String x) {
    return random.nextBoolean()
        ? x
        : pickFrom(values.stream().filter(value -> shape(value).equals(shape(x))));
  }

  /** The latest, or any. */
  private String pickFrom(Stream<String> candidates) {
    var list = candidates.toList();
    return random.nextBoolean() ? list.getLast() : list.get(random.nextInt(list.size()));
  }

  int channels() {
    return CHANNELS[random.nextInt(CHANNELS.length)];
  }

  /** A window of stride 1 that keeps height and width. */
  Window keeping() {
    return RandomWindows.keeping(random);
  }

  /** Any window that fits. */
  Window window(String x) {
    return RandomWindows.over(shape(x), random);
  }

  private void constant(String name, Tensor value) {
    graph.constant(name, value);
    shapes.put(name, value.shape());
  }

  private String compute(String name, Op op, String... operands) {
    graph.node(name, op, operands);
    shapes.put(name, op.infer(Stream.of(operands).map(this::shape).toList()));
    return name;
  }
}
