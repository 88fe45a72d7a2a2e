package dev.lanewise.bench.study;

import java.util.List;
import java.util.OptionalDouble;

/** A kind of network and the inputs at which its gradients are compared. */
public sealed interface Experiment permits FullyConnected, Convolutional {
  /** How many functions of a network's last layer are differentiated. */
  int READOUTS = 4;

  /** Where gradients are compared. */
  enum Inputs {
    /** At scalars evenly along a line. */
    SCALARS("Scalar inputs", "correlation"),
    /** At points of many dimensions that have nothing to do with each other. */
    INDEPENDENT("Independent inputs", "correlation_independent"),
    /** At pictures evenly along a line; the layers are convolutions. */
    PICTURES("Pictures", "correlation_conv");

    private final String title;
    private final String plot;

    Inputs(String title, String plot) {
      this.title = title;
      this.plot = plot;
    }

    /** For people. */
    public String title() {
      return title;
    }

    /** The name of the plot. */
    public String plot() {
      return plot;
    }
  }

  /** Of this width all that the study compares. */
  static List<Experiment> all(int width) {
    var scalars = Inputs.SCALARS;
    var independent = Inputs.INDEPENDENT;
    return List.of(
        new FullyConnected("plain", "plain", scalars, false, false, 1, width),
        new FullyConnected("plain_bn", "plain, BN", scalars, false, true, 1, width),
        new FullyConnected("residual", "residual", scalars, true, false, 1, width),
        new FullyConnected("residual_bn", "residual, BN", scalars, true, true, 1, width),
        new FullyConnected(
            "residual_bn_0.1", "residual, BN, β = 0.1", scalars, true, true, 0.1, width),
        new FullyConnected(
            "plain_bn_independent", "plain, BN, independent", independent, false, true, 1, width),
        new FullyConnected(
            "residual_bn_independent",
            "residual, BN, independent",
            independent,
            true,
            true,
            1,
            width),
        new Convolutional("conv_plain", "plain blocks", Convolutional.Unit.PLAIN),
        new Convolutional("conv_resnet", "ResNet's blocks", Convolutional.Unit.BASIC),
        new Convolutional("conv_preact", "pre-activation blocks", Convolutional.Unit.PRE_ACT));
  }

  /** For tables. */
  String name();

  /** For people. */
  String title();

  /** Where the gradients are compared. */
  Inputs inputs();

  /** Whether there is such a network with {@code depth} rectified layers. */
  boolean has(int depth);

  /** Draws a network of this depth, and compares its gradients; the same for the same seed. */
  Sample sample(int depth, int seed);

  /** The correlation that the paper's theorem gives, where there is one for such networks. */
  OptionalDouble predicted(int depth);

  /** The correlation in the limit of infinite width, where it is known. */
  OptionalDouble inTheLimit(int depth);
}
