package dev.lanewise.engine;

import dev.lanewise.engine.op.Activation;
import dev.lanewise.engine.op.Add;
import dev.lanewise.engine.op.Apply;
import dev.lanewise.engine.op.AveragePool;
import dev.lanewise.engine.op.Concat;
import dev.lanewise.engine.op.Conv;
import dev.lanewise.engine.op.Flatten;
import dev.lanewise.engine.op.Fused;
import dev.lanewise.engine.op.GlobalAveragePool;
import dev.lanewise.engine.op.Linear;
import dev.lanewise.engine.op.MatrixOp;
import dev.lanewise.engine.op.MaxPool;
import dev.lanewise.engine.op.PadChannels;
import dev.lanewise.engine.op.Relu;
import dev.lanewise.engine.op.Softmax;
import dev.lanewise.engine.op.UpsampleAdd;
import dev.lanewise.engine.op.Window;
import java.util.Map;
import java.util.SplittableRandom;

/** Puts the graphs of {@link RandomGraphs} together, motif by motif. */
final class GraphGrower {
  private final GraphSketch sketch;

  GraphGrower(SplittableRandom inputs, SplittableRandom outputs, RandomGraphs.Numbers numbers) {
    sketch = new GraphSketch(inputs, outputs, numbers);
    int batch = inputs.nextInt(1, 4);
    var x = Shape.of(batch, sketch.channels(), inputs.nextInt(1, 13), inputs.nextInt(1, 13));
    boolean anySize = inputs.nextBoolean();
    sketch.input("x", x, anySize);
    if (inputs.nextInt(4) == 0) {
      sketch.input("y", x, anySize);
    }
    if (inputs.nextInt(6) == 0) {
      sketch.input("v", Shape.of(batch, sketch.channels()), false);
    }
  }

  Graph graph() {
    return sketch.build();
  }

  Map<String, Tensor> inputs() {
    return sketch.inputs();
  }

  /** Adds one motif; once the work is used up, nothing but a rectifier. */
  void grow(SplittableRandom random) {
    sketch.use(random);
    if (sketch.isUsedUp()) {
      sketch.node("relu", new Relu(), sketch.pickAny());
    } else if (sketch.hasMatrix() && random.nextInt(4) == 0) {
      onMatrix(sketch.pick(2), random);
    } else {
      onPicture(sketch.pick(4), random);
    }
  }

  private void onPicture(String x, SplittableRandom random) {
    switch (random.nextInt(19)) {
      case 0 -> residual(x, random);
      case 1 -> projection(x, random);
      case 2 -> optionA(x, random);
      case 3 -> sketch.node("maxpool", new MaxPool(sketch.window(x), random.nextBoolean()), x);
      case 4 -> {
        var pool = new AveragePool(sketch.window(x), random.nextBoolean(), random.nextBoolean());
        sketch.node("avgpool", pool, x);
      }
      case 5 -> sketch.concat(x);
      case 6 -> sketch.node("pad", new PadChannels(random.nextInt(4), random.nextInt(4)), x);
      case 7 -> sketch.node("gap", new GlobalAveragePool(), x);
      case 8 -> flattenAndClassify(x);
      case 9 -> activate(sketch.node("add", new Add(), x, x), random);
      case 10 -> activate(sketch.batchNorm(x), random);
      case 11 -> sketch.node("softmax", new Softmax(), x);
      case 12 -> fusedByHand(x, random);
      case 13 -> sharedWeights(x);
      case 14 -> {
        var window = sketch.window(x);
        var coarse = sketch.node("coarse", new MaxPool(window, random.nextBoolean()), x);
        activate(sketch.node("up", new UpsampleAdd(), x, coarse), random);
      }
      case 15 -> {
        // One convolution that two batch norms read.
        var conv = sketch.conv(x);
        activate(
            sketch.node("add", new Add(), sketch.batchNorm(conv), sketch.batchNorm(conv)), random);
      }
      default -> activate(normalise(sketch.conv(x), random), random);
    }
  }

  private void onMatrix(String x, SplittableRandom random) {
    int features = sketch.shape(x).dim(1);
    switch (random.nextInt(9)) {
      case 0 -> sketch.concat(x);
      case 1 -> sketch.node("softmax", new Softmax(), x);
      case 2 -> sketch.node("flatten", new Flatten(), x);
      case 3 -> activate(sketch.batchNorm(x), random);
      case 4 -> {
        var linear = sketch.linear(x, features);
        activate(add(linear, sketch.pickLike(x), random), random);
      }
      case 5 -> fuse(x, new Linear(), sketch.weights(x, features), random);
      default -> activate(normalise(sketch.linear(x, sketch.channels()), random), random);
    }
  }

  /** Two convolutions around x, as a basic block has them, though the skip may be another value. */
  private void residual(String x, SplittableRandom random) {
    int channels = sketch.shape(x).dim(1);
    var inner = activate(normalise(sketch.conv(x, sketch.keeping(), channels, 1), random), random);
    var branch = normalise(sketch.conv(inner, sketch.keeping(), channels, 1), random);
    activate(add(branch, sketch.pickLike(x), random), random);
  }

  /** A strided branch, and a strided 1×1 convolution beside it: computed before it or after. */
  private void projection(String x, SplittableRandom random) {
    int stride = random.nextInt(1, 3);
    int channels = sketch.channels();
    var wide = Window.of(3).pad(1).stride(stride);
    var narrow = Window.of(1).stride(stride);
    boolean shortcutFirst = random.nextBoolean();
    var first = sketch.conv(x, shortcutFirst ? narrow : wide, channels, 1);
    first = normalise(first, random);
    // Cut to the work that is left, both must be cut alike.
    int cut = sketch.shape(first).dim(1);
    var second = normalise(sketch.conv(x, shortcutFirst ? wide : narrow, cut, 1), random);
    if (sketch.shape(first).equals(sketch.shape(second))) {
      activate(add(first, second, random), random);
    }
  }

  /** The parameter-free shortcut: subsampling and channels of zeros. */
  private void optionA(String x, SplittableRandom random) {
    int channels = sketch.shape(x).dim(1);
    int more = random.nextInt(3);
    var branch = sketch.conv(x, Window.of(3).pad(1).stride(2), channels + 2 * more, 1);
    branch = normalise(branch, random);
    int added = Math.max(0, sketch.shape(branch).dim(1) - channels);
    var sampled = sketch.node("maxpool", new MaxPool(Window.of(1).stride(2)), x);
    int before = added / 2;
    var shortcut = sketch.node("pad", new PadChannels(before, added - before), sampled);
    if (sketch.shape(shortcut).equals(sketch.shape(branch))) {
      activate(add(branch, shortcut, random), random);
    }
  }

  private void sharedWeights(String x) {
    var window = sketch.keeping();
    var first = sketch.conv(x, window, sketch.channels(), 1);
    var again = sketch.node("relu", new Relu(), x);
    var second = sketch.node("conv", new Conv(window), again, first + ".weight");
    sketch.node("concat", new Concat(), sketch.batchNorm(first), sketch.batchNorm(second));
  }

  private void flattenAndClassify(String x) {
    sketch.linear(sketch.node("flatten", new Flatten(), x), sketch.channels());
  }

  private void fusedByHand(String x, SplittableRandom random) {
    int channels = sketch.shape(x).dim(1);
    var conv = new Conv(sketch.keeping());
    if (!sketch.affords(x, (long) channels * conv.window().taps())) {
      sketch.node("relu", new Relu(), x);
    } else {
      fuse(x, conv, sketch.weights(x, conv.window(), channels, 1), random);
    }
  }

  private void fuse(String x, MatrixOp op, String weights, SplittableRandom random) {
    var activation = random.nextBoolean() ? Activation.RELU : Activation.NONE;
    var bias = sketch.vector(sketch.shape(x).dim(1));
    if (random.nextBoolean()) {
      sketch.node("fused", new Fused(op, false, activation), x, weights, bias);
    } else {
      var skip = sketch.pickLike(x);
      sketch.node("fused", new Fused(op, true, activation), x, weights, bias, skip);
    }
  }

  private String normalise(String x, SplittableRandom random) {
    return random.nextInt(3) == 0 ? x : sketch.batchNorm(x);
  }

  private String activate(String x, SplittableRandom random) {
    return switch (random.nextInt(6)) {
      case 0, 1 -> x;
      // Whole numbers stay whole, and below 2²⁴.
      case 2 -> sketch.node("clip", new Apply(Activation.clip(-3, 60)), x);
      default -> sketch.node("relu", new Relu(), x);
    };
  }

  private String add(String a, String b, SplittableRandom random) {
    if (!sketch.shape(a).equals(sketch.shape(b))) {
      return a;
    }
    return random.nextBoolean()
        ? sketch.node("add", new Add(), a, b)
        : sketch.node("add", new Add(), b, a);
  }
}
