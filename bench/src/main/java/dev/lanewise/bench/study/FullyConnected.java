package dev.lanewise.bench.study;

import dev.lanewise.engine.Graph;
import dev.lanewise.engine.Layout;
import dev.lanewise.engine.Shape;
import dev.lanewise.engine.Tensor;
import dev.lanewise.engine.op.Add;
import dev.lanewise.engine.op.BatchNorm;
import dev.lanewise.engine.op.Linear;
import dev.lanewise.engine.op.Relu;
import dev.lanewise.engine.reference.gradient.DoubleTensor;
import dev.lanewise.engine.reference.gradient.Evaluation;
import dev.lanewise.engine.reference.gradient.Statistics;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.SplittableRandom;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;

/**
 * Fully connected layers, at 256 inputs: scalars evenly from −2 to 2, or independent points of as
 * many normal numbers as the layers are wide.
 *
 * <pre>
 * x_0 = W x + b                                W, b ~ N(0, 1), or W ~ N(0, 1 / width) and b = 0
 * x_l = [x_{l−1}] + β · W_l relu([BN] x_{l−1})     W_l ~ N(0, 2 / width), l = 1 … depth
 * y   = v · x_depth                            v ~ N(0, 1 / width), a few of them
 * </pre>
 *
 * <p>Batch norms use the statistics of all inputs, held fixed for the derivative; biases behind the
 * first layer are zero.
 *
 * <p>Source: Balduzzi et al., "The Shattered Gradients Problem", 2017, sections 2 and 3; He et al.,
 * "Delving Deep into Rectifiers", 2015, for the weights.
 *
 * @param inputs scalars or independent
 * @param skip whether x_{l−1} is added
 * @param norm whether there are batch norms
 * @param beta β
 * @param width neurons of a layer
 */
record FullyConnected(
    String name, String title, Inputs inputs, boolean skip, boolean norm, double beta, int width)
    implements Experiment {
  private static final int COUNT = 256;
  private static final double END = 2;
  private static final double EPSILON = 1e-5;

  /** The inputs. */
  static double[] grid() {
    return IntStream.range(0, COUNT).mapToDouble(i -> END * (2.0 * i / (COUNT - 1) - 1)).toArray();
  }

  private double[] cloud(SplittableRandom random) {
    return DoubleStream.generate(random::nextGaussian).limit((long) COUNT * width).toArray();
  }

  private boolean independent() {
    return inputs == Inputs.INDEPENDENT;
  }

  /** Of an input. */
  private int features() {
    return independent() ? width : 1;
  }

  @Override
  public boolean has(int depth) {
    return depth >= 1;
  }

  @Override
  public Sample sample(int depth, int seed) {
    var random = Draw.random(name, depth, seed);
    var graph = graph(depth, random);
    double[] points = independent() ? cloud(random) : grid();
    var x = new DoubleTensor(Shape.of(COUNT, features()), points);
    var evaluation = Evaluation.of(graph, Map.of("x", x), Statistics.HELD);
    var gradients = new ArrayList<double[]>();
    for (int readout = 0; readout < READOUTS; readout++) {
      gradients.add(evaluation.gradient("y", Draw.readout(readout, COUNT), "x"));
    }
    return Sample.of(gradients, COUNT);
  }

  /** A network with random weights. */
  Graph graph(int depth, SplittableRandom random) {
    var graph = Graph.builder(name);
    var x = graph.input("x", Shape.of(COUNT, features()));
    var first =
        graph.constant("w", Draw.normal(random, 1 / Math.sqrt(features()), width, features()));
    var bias = graph.constant("b", Draw.normal(random, independent() ? 0 : 1, width));
    x = graph.node("x0", new Linear(), x, first, bias);
    graph.constant("zero", filled(0));
    graph.constant("one", filled(1));
    for (int l = 1; l <= depth; l++) {
      var z =
          norm ? graph.node("bn" + l, new BatchNorm(EPSILON), x, "one", "zero", "zero", "one") : x;
      z = graph.node("relu" + l, new Relu(), z);
      var scale = beta * Math.sqrt(2.0 / width);
      var weights = graph.constant("w" + l, Draw.normal(random, scale, width, width));
      var y = graph.node("w" + l + "x", new Linear(), z, weights);
      x = skip ? graph.node("x" + l, new Add(), y, x) : y;
    }
    var readout = graph.constant("v", Draw.normal(random, Math.sqrt(1.0 / width), READOUTS, width));
    graph.output(graph.node("y", new Linear(), x, readout));
    return graph.build();
  }

  private Tensor filled(float value) {
    var values = new float[width];
    Arrays.fill(values, value);
    return Tensor.of(Shape.of(width), Layout.NCHW, values);
  }

  @Override
  public OptionalDouble predicted(int depth) {
    return OptionalDouble.of(Predicted.correlation(skip, norm, beta, depth));
  }

  @Override
  public OptionalDouble inTheLimit(int depth) {
    return norm || independent()
        ? OptionalDouble.empty()
        : OptionalDouble.of(WideLimit.correlation(END, COUNT, skip, depth));
  }
}
