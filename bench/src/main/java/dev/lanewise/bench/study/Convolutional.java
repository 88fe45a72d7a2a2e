package dev.lanewise.bench.study;

import dev.lanewise.blocks.BasicBlock;
import dev.lanewise.blocks.ConvBnRelu;
import dev.lanewise.blocks.Layers;
import dev.lanewise.blocks.PlainBlock;
import dev.lanewise.blocks.PreActBlock;
import dev.lanewise.blocks.Shortcut;
import dev.lanewise.engine.Graph;
import dev.lanewise.engine.Shape;
import dev.lanewise.engine.op.Flatten;
import dev.lanewise.engine.op.GlobalAveragePool;
import dev.lanewise.engine.op.Window;
import dev.lanewise.engine.reference.gradient.DoubleTensor;
import dev.lanewise.engine.reference.gradient.Evaluation;
import dev.lanewise.engine.reference.gradient.Statistics;
import java.util.ArrayList;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.SplittableRandom;

/**
 * Blocks of two 3×3 convolutions of 16 channels, at 32 pictures of 8×8 pixels evenly along the line
 * from one picture of normal noise to another. The depth counts the blocks' convolutions. Weights
 * are He's, batch norms use the statistics of all pictures, held fixed for the derivative.
 *
 * @param unit the blocks
 */
record Convolutional(String name, String title, Unit unit) implements Experiment {
  private static final int COUNT = 32;
  private static final int CHANNELS = 16;
  private static final int SIZE = 8;

  /** Kinds of blocks. */
  enum Unit {
    /** {@link PlainBlock}. */
    PLAIN,
    /** {@link BasicBlock}. */
    BASIC,
    /** {@link PreActBlock}. */
    PRE_ACT
  }

  @Override
  public Inputs inputs() {
    return Inputs.PICTURES;
  }

  @Override
  public boolean has(int depth) {
    return depth >= 2 && depth % 2 == 0;
  }

  @Override
  public Sample sample(int depth, int seed) {
    var random = Draw.random(name, depth, seed);
    var graph = graph(depth, random);
    var x = new DoubleTensor(Shape.of(COUNT, 3, SIZE, SIZE), line(random));
    var evaluation = Evaluation.of(graph, Map.of("x", x), Statistics.HELD);
    var gradients = new ArrayList<double[]>();
    for (int readout = 0; readout < READOUTS; readout++) {
      gradients.add(evaluation.gradient("fc", Draw.readout(readout, COUNT), "x"));
    }
    return Sample.of(gradients, COUNT);
  }

  private static double[] line(SplittableRandom random) {
    int pixels = 3 * SIZE * SIZE;
    var pictures = new double[COUNT * pixels];
    for (int p = 0; p < pixels; p++) {
      double one = random.nextGaussian();
      double other = random.nextGaussian();
      for (int i = 0; i < COUNT; i++) {
        pictures[i * pixels + p] = one + (other - one) * i / (COUNT - 1);
      }
    }
    return pictures;
  }

  private Graph graph(int depth, SplittableRandom random) {
    var graph = Graph.builder(name);
    try (var weights = new DrawnWeights(random)) {
      var net = new Layers(graph, weights);
      var x = graph.input("x", Shape.of(Shape.UNKNOWN, 3, SIZE, SIZE));
      var window = Window.of(3).pad(1);
      x =
          unit == Unit.PRE_ACT
              ? net.conv("conv1", x, CHANNELS, window)
              : new ConvBnRelu("conv1", "bn1", "relu", CHANNELS, window).addTo(net, x);
      for (int block = 0; block < depth / 2; block++) {
        x = block(net, "layer1." + block, x);
      }
      x = net.layer("avgpool", new GlobalAveragePool(), x);
      x = net.layer("flatten", new Flatten(), x);
      graph.output(net.linear("fc", "fc", x, READOUTS));
      return graph.build();
    }
  }

  private String block(Layers net, String path, String x) {
    return switch (unit) {
      case PLAIN -> new PlainBlock(CHANNELS, 1).addTo(net, path, x);
      case BASIC -> new BasicBlock(CHANNELS, 1, new Shortcut.Identity()).addTo(net, path, x);
      case PRE_ACT -> new PreActBlock(CHANNELS, 1, PreActBlock.Entry.IDENTITY).addTo(net, path, x);
    };
  }

  @Override
  public OptionalDouble predicted(int depth) {
    return unit == Unit.PLAIN
        ? OptionalDouble.of(Predicted.correlation(false, true, 1, depth))
        : OptionalDouble.empty();
  }

  @Override
  public OptionalDouble inTheLimit(int depth) {
    return OptionalDouble.empty();
  }
}
