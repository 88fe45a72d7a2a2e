package dev.lanewise.blocks.model;

import dev.lanewise.blocks.BasicBlock;
import dev.lanewise.blocks.Block;
import dev.lanewise.blocks.Bottleneck;
import dev.lanewise.blocks.ConvBnRelu;
import dev.lanewise.blocks.Layers;
import dev.lanewise.blocks.Shortcut;
import dev.lanewise.blocks.Stem;
import dev.lanewise.blocks.weights.Weights;
import dev.lanewise.engine.Graph;
import dev.lanewise.engine.Shape;
import dev.lanewise.engine.op.Flatten;
import dev.lanewise.engine.op.GlobalAveragePool;
import dev.lanewise.engine.op.Window;
import java.util.ArrayList;
import java.util.List;

/**
 * A residual network: a stem, stages of blocks of which each but the first halves the picture and
 * doubles the channels, a mean over the picture, and a linear classifier.
 *
 * <pre>{@code
 * try (var weights = Safetensors.open(Path.of("resnet50.safetensors"))) {
 *   Graph graph = ResNet.RESNET50.build(weights);
 *   …
 * }
 * }</pre>
 *
 * <p>Values are named {@code conv1}, {@code bn1}, {@code relu}, {@code maxpool} (ImageNet only),
 * then {@code layer1.0.conv1}, {@code layer1.0.bn1}, {@code layer1.0.relu1}, … with {@code
 * layer1.0} what that block gives, and at the end {@code avgpool}, {@code flatten} (the embedding)
 * and {@code fc} (the logits). The number of classes is what the weights have, or else {@link
 * #classes()}.
 *
 * <p>The CIFAR networks come with either of the paper's shortcuts: with projections where the
 * weights have {@code layer2.0.downsample.0.weight}, without parameters (option A) where not. Their
 * last layer may be stored as {@code linear}.
 *
 * <p>Source: He et al., "Deep Residual Learning for Image Recognition", 2015, table 1 and section
 * 4.2; ResNeXt: Xie et al., "Aggregated Residual Transformations for Deep Neural Networks", 2017,
 * table 1; wide networks: Zagoruyko and Komodakis, "Wide Residual Networks", 2016.
 *
 * @param depths the number of blocks in each stage
 * @param groups of each bottleneck's 3×3 convolution
 * @param groupWidth the channels of a group in a stage of {@value #BASE_WIDTH}, which grow with the
 *     stage's
 */
public record ResNet(
    String name, Family family, Unit unit, List<Integer> depths, int groups, int groupWidth)
    implements Network {
  /** The channels of a bottleneck's middle in the first stage, where nothing else is said. */
  private static final int BASE_WIDTH = 64;

  public static final ResNet RESNET18 = imagenet("resnet18", Unit.BASIC, 2, 2, 2, 2);
  public static final ResNet RESNET34 = imagenet("resnet34", Unit.BASIC, 3, 4, 6, 3);
  public static final ResNet RESNET50 = imagenet("resnet50", Unit.BOTTLENECK, 3, 4, 6, 3);
  public static final ResNet RESNET101 = imagenet("resnet101", Unit.BOTTLENECK, 3, 4, 23, 3);
  public static final ResNet RESNET152 = imagenet("resnet152", Unit.BOTTLENECK, 3, 8, 36, 3);
  public static final ResNet RESNEXT50_32X4D = RESNET50.widened("resnext50_32x4d", 32, 4);
  public static final ResNet RESNEXT101_32X8D = RESNET101.widened("resnext101_32x8d", 32, 8);
  public static final ResNet RESNEXT101_64X4D = RESNET101.widened("resnext101_64x4d", 64, 4);
  public static final ResNet WIDE_RESNET50_2 = RESNET50.widened("wide_resnet50_2", 1, 128);
  public static final ResNet WIDE_RESNET101_2 = RESNET101.widened("wide_resnet101_2", 1, 128);
  public static final ResNet RESNET20 = cifar("resnet20", 3);
  public static final ResNet RESNET32 = cifar("resnet32", 5);
  public static final ResNet RESNET44 = cifar("resnet44", 7);
  public static final ResNet RESNET56 = cifar("resnet56", 9);
  public static final ResNet RESNET110 = cifar("resnet110", 18);

  /** All of the above. */
  public static final List<ResNet> ALL =
      List.of(
          RESNET18,
          RESNET34,
          RESNET50,
          RESNET101,
          RESNET152,
          RESNEXT50_32X4D,
          RESNEXT101_32X8D,
          RESNEXT101_64X4D,
          WIDE_RESNET50_2,
          WIDE_RESNET101_2,
          RESNET20,
          RESNET32,
          RESNET44,
          RESNET56,
          RESNET110);

  /** What the pictures are. */
  public enum Family {
    /** 224×224, 1,000 classes; 7×7 stem and pooling, 64 channels in the first stage. */
    IMAGENET(224, 1000, 64),
    /** 32×32, 10 classes; 3×3 stem, 16 channels in the first stage. */
    CIFAR(32, 10, 16);

    private final int inputSize;
    private final int classes;
    private final int width;

    Family(int inputSize, int classes, int width) {
      this.inputSize = inputSize;
      this.classes = classes;
      this.width = width;
    }
  }

  /** What a stage is made of. */
  public enum Unit {
    /** {@link BasicBlock}. */
    BASIC,
    /** {@link Bottleneck}. */
    BOTTLENECK
  }

  public ResNet {
    if (depths.isEmpty() || depths.stream().anyMatch(depth -> depth < 1)) {
      throw new IllegalArgumentException("each stage needs a block at least, got " + depths);
    }
    if (unit == Unit.BASIC && (groups != 1 || groupWidth != BASE_WIDTH)) {
      throw new IllegalArgumentException("basic blocks have neither groups nor another width");
    }
    depths = List.copyOf(depths);
  }

  /** A network of the residual paper: no groups, and no wider than that. */
  public ResNet(String name, Family family, Unit unit, List<Integer> depths) {
    this(name, family, unit, depths, 1, BASE_WIDTH);
  }

  private ResNet widened(String other, int otherGroups, int otherWidth) {
    return new ResNet(other, family, unit, depths, otherGroups, otherWidth);
  }

  private static ResNet imagenet(String name, Unit unit, int a, int b, int c, int d) {
    return new ResNet(name, Family.IMAGENET, unit, List.of(a, b, c, d));
  }

  private static ResNet cifar(String name, int depth) {
    return new ResNet(name, Family.CIFAR, Unit.BASIC, List.of(depth, depth, depth));
  }

  @Override
  public int inputSize() {
    return family.inputSize;
  }

  @Override
  public int classes() {
    return family.classes;
  }

  @Override
  public Graph build(Weights weights) {
    var graph = Graph.builder(name);
    var net = new Layers(graph, weights);
    var x = graph.input("input", Shape.of(Shape.UNKNOWN, 3, Shape.UNKNOWN, Shape.UNKNOWN));
    x = stages(net, "", x, weights).getLast();
    x = net.layer("avgpool", new GlobalAveragePool(), x);
    x = net.layer("flatten", new Flatten(), x);
    graph.output(classifier(net, x, weights));
    weights.requireAllUsed(name);
    return graph.build();
  }

  /**
   * Adds the stem and all stages, without what classifies.
   *
   * @param prefix of all names
   * @return what each stage gives
   */
  List<String> stages(Layers net, String prefix, String x, Weights weights) {
    boolean projected =
        family == Family.IMAGENET || weights.declares(prefix + "layer2.0.downsample.0.weight");
    List<String> stages = new ArrayList<>();
    var y = stem(net, prefix, x);
    for (int stage = 0; stage < depths.size(); stage++) {
      for (int block = 0; block < depths.get(stage); block++) {
        var path = prefix + "layer" + (stage + 1) + "." + block;
        int stride = stage > 0 && block == 0 ? 2 : 1;
        y = block(net, y, family.width << stage, stride, projected).addTo(net, path, y);
      }
      stages.add(y);
    }
    return stages;
  }

  private String stem(Layers net, String prefix, String x) {
    var conv = prefix + "conv1";
    var bn = prefix + "bn1";
    var relu = prefix + "relu";
    return switch (family) {
      case IMAGENET -> new Stem(conv, bn, relu, prefix + "maxpool", family.width).addTo(net, x);
      case CIFAR -> new ConvBnRelu(conv, bn, relu, family.width, Window.of(3).pad(1)).addTo(net, x);
    };
  }

  private Block block(Layers net, String x, int width, int stride, boolean projected) {
    return switch (unit) {
      case BASIC -> new BasicBlock(width, stride, shortcut(net, x, width, stride, projected));
      case BOTTLENECK -> {
        int channels = width * Bottleneck.EXPANSION;
        int middle = width * groupWidth / BASE_WIDTH * groups;
        var skip = shortcut(net, x, channels, stride, projected);
        yield new Bottleneck(middle, groups, channels, stride, skip);
      }
    };
  }

  private static Shortcut shortcut(
      Layers net, String x, int channels, int stride, boolean projected) {
    if (stride == 1 && net.channels(x) == channels) {
      return new Shortcut.Identity();
    }
    return projected
        ? new Shortcut.Projection(channels, stride)
        : new Shortcut.ZeroPadded(channels, stride);
  }

  private String classifier(Layers net, String x, Weights weights) {
    boolean linear = !weights.declares("fc.weight") && weights.declares("linear.weight");
    var stored = linear ? "linear" : "fc";
    int classes = weights.extent(stored + ".weight", 0).orElse(family.classes);
    return net.linear("fc", stored, x, classes);
  }
}
