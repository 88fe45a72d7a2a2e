package dev.lanewise.blocks.model;

import dev.lanewise.blocks.Layers;
import dev.lanewise.blocks.weights.Weights;
import dev.lanewise.engine.Graph;
import dev.lanewise.engine.Shape;
import dev.lanewise.engine.op.Flatten;
import dev.lanewise.engine.op.MaxPool;
import dev.lanewise.engine.op.Window;
import java.util.List;

/**
 * A plain network: stages of 3×3 convolutions, each stage ending in a 2×2 maximum that halves the
 * picture, and three linear layers, which hold most of the weights.
 *
 * <p>Values and tensors are numbered as torchvision numbers its modules: {@code features.0}, {@code
 * features.1}, … for every convolution, batch norm, rectifier and maximum in order, {@code
 * flatten}, then {@code classifier.0}, {@code classifier.1} (a rectifier), {@code classifier.3},
 * {@code classifier.4} and {@code classifier.6}, the logits; what is missing among the latter are
 * dropouts, which do nothing at inference. The number of classes is what the weights have, or else
 * 1,000.
 *
 * <p>Pictures are 224×224. For any other size torchvision averages over uneven windows before the
 * linear layers, which are made for 7×7 pixels; at 224×224 that averaging does nothing, and is left
 * out.
 *
 * <p>Source: Simonyan and Zisserman, "Very Deep Convolutional Networks for Large-Scale Image
 * Recognition", 2014, table 1, columns A, B, D and E; Ioffe and Szegedy, 2015, for batch norms.
 *
 * @param depths the number of convolutions in each of the five stages
 * @param batchNorm whether a batch norm follows each convolution
 */
public record Vgg(String name, List<Integer> depths, boolean batchNorm) implements Network {

  public static final Vgg VGG11 = plain("vgg11", 1, 1, 2, 2, 2);
  public static final Vgg VGG13 = plain("vgg13", 2, 2, 2, 2, 2);
  public static final Vgg VGG16 = plain("vgg16", 2, 2, 3, 3, 3);
  public static final Vgg VGG19 = plain("vgg19", 2, 2, 4, 4, 4);
  public static final Vgg VGG11_BN = normalised("vgg11_bn", VGG11);
  public static final Vgg VGG13_BN = normalised("vgg13_bn", VGG13);
  public static final Vgg VGG16_BN = normalised("vgg16_bn", VGG16);
  public static final Vgg VGG19_BN = normalised("vgg19_bn", VGG19);

  /** All of the above. */
  public static final List<Vgg> ALL =
      List.of(VGG11, VGG13, VGG16, VGG19, VGG11_BN, VGG13_BN, VGG16_BN, VGG19_BN);

  private static final int INPUT_SIZE = 224;
  private static final int CLASSES = 1000;
  private static final int STAGES = 5;

  /** Channels of the first stage, doubled by each stage up to the limit. */
  private static final int WIDTH = 64;

  private static final int MOST_WIDTH = 512;

  /** Features of the first two linear layers. */
  private static final int HIDDEN = 4096;

  public Vgg {
    if (depths.size() != STAGES || depths.stream().anyMatch(depth -> depth < 1)) {
      throw new IllegalArgumentException(
          "%d stages of a convolution at least expected, got %s".formatted(STAGES, depths));
    }
    depths = List.copyOf(depths);
  }

  private static Vgg plain(String name, Integer... depths) {
    return new Vgg(name, List.of(depths), false);
  }

  private static Vgg normalised(String name, Vgg plain) {
    return new Vgg(name, plain.depths, true);
  }

  @Override
  public int inputSize() {
    return INPUT_SIZE;
  }

  @Override
  public int classes() {
    return CLASSES;
  }

  @Override
  public Graph build(Weights weights) {
    var graph = Graph.builder(name);
    var net = new Layers(graph, weights);
    var x = graph.input("input", Shape.of(Shape.UNKNOWN, 3, INPUT_SIZE, INPUT_SIZE));
    x = net.layer("flatten", new Flatten(), features(net, x));
    x = net.relu("classifier.1", net.linear("classifier.0", "classifier.0", x, HIDDEN));
    x = net.relu("classifier.4", net.linear("classifier.3", "classifier.3", x, HIDDEN));
    int classes = weights.extent("classifier.6.weight", 0).orElse(CLASSES);
    graph.output(net.linear("classifier.6", "classifier.6", x, classes));
    weights.requireAllUsed(name);
    return graph.build();
  }

  private String features(Layers net, String x) {
    int number = 0;
    for (int stage = 0; stage < STAGES; stage++) {
      int width = Math.min(WIDTH << stage, MOST_WIDTH);
      for (int conv = 0; conv < depths.get(stage); conv++) {
        x = net.convWithBias("features." + number++, x, width, Window.of(3).pad(1));
        if (batchNorm) {
          x = net.batchNorm("features." + number++, x);
        }
        x = net.relu("features." + number++, x);
      }
      x = net.layer("features." + number++, new MaxPool(Window.of(2).stride(2)), x);
    }
    return x;
  }
}
