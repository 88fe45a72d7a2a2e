package dev.lanewise.blocks.model;

import dev.lanewise.blocks.DenseLayer;
import dev.lanewise.blocks.Layers;
import dev.lanewise.blocks.Stem;
import dev.lanewise.blocks.Transition;
import dev.lanewise.blocks.weights.Weights;
import dev.lanewise.engine.Graph;
import dev.lanewise.engine.Shape;
import dev.lanewise.engine.op.Flatten;
import dev.lanewise.engine.op.GlobalAveragePool;
import java.util.List;

/**
 * A densely connected network: blocks in which each layer reads what all layers before it gave, and
 * transitions that halve picture and channels between them.
 *
 * <p>Values and tensors are named as torchvision's modules: {@code features.conv0}, {@code
 * features.norm0}, {@code features.relu0}, {@code features.pool0}, then {@code
 * features.denseblock1.denselayer1.norm1}, … with {@code features.denseblock1.denselayer1} what has
 * been gathered so far, {@code features.transition1.norm}, …, {@code features.norm5}, and at the
 * end {@code relu}, {@code avgpool}, {@code flatten} (the embedding) and {@code classifier}, the
 * logits. Pictures are 224×224, others work too. The number of classes is what the weights have, or
 * else 1,000.
 *
 * <p>Source: Huang et al., "Densely Connected Convolutional Networks", 2017, table 1.
 *
 * @param growth the channels that each layer adds
 * @param width the channels of the first layer
 * @param depths the number of layers in each block
 */
public record DenseNet(String name, int growth, int width, List<Integer> depths)
    implements Network {

  public static final DenseNet DENSENET121 =
      new DenseNet("densenet121", 32, 64, List.of(6, 12, 24, 16));
  public static final DenseNet DENSENET161 =
      new DenseNet("densenet161", 48, 96, List.of(6, 12, 36, 24));
  public static final DenseNet DENSENET169 =
      new DenseNet("densenet169", 32, 64, List.of(6, 12, 32, 32));
  public static final DenseNet DENSENET201 =
      new DenseNet("densenet201", 32, 64, List.of(6, 12, 48, 32));

  /** All of the above. */
  public static final List<DenseNet> ALL =
      List.of(DENSENET121, DENSENET161, DENSENET169, DENSENET201);

  private static final int INPUT_SIZE = 224;
  private static final int CLASSES = 1000;

  public DenseNet {
    if (depths.isEmpty() || depths.stream().anyMatch(depth -> depth < 1)) {
      throw new IllegalArgumentException("each block needs a layer at least, got " + depths);
    }
    depths = List.copyOf(depths);
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
    var x = graph.input("input", Shape.of(Shape.UNKNOWN, 3, Shape.UNKNOWN, Shape.UNKNOWN));
    x = net.relu("relu", net.batchNorm("features.norm5", features(net, x)));
    x = net.layer("avgpool", new GlobalAveragePool(), x);
    x = net.layer("flatten", new Flatten(), x);
    int classes = weights.extent("classifier.weight", 0).orElse(CLASSES);
    graph.output(net.linear("classifier", "classifier", x, classes));
    weights.requireAllUsed(name);
    return graph.build();
  }

  private String features(Layers net, String x) {
    var y =
        new Stem("features.conv0", "features.norm0", "features.relu0", "features.pool0", width)
            .addTo(net, x);
    for (int block = 1; block <= depths.size(); block++) {
      if (block > 1) {
        y = new Transition().addTo(net, "features.transition" + (block - 1), y);
      }
      for (int layer = 1; layer <= depths.get(block - 1); layer++) {
        var path = "features.denseblock" + block + ".denselayer" + layer;
        y = new DenseLayer(growth).addTo(net, path, y);
      }
    }
    return y;
  }
}
