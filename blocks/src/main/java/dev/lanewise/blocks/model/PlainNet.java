package dev.lanewise.blocks.model;

import dev.lanewise.blocks.Layers;
import dev.lanewise.blocks.PlainBlock;
import dev.lanewise.blocks.Stem;
import dev.lanewise.blocks.weights.Weights;
import dev.lanewise.engine.Graph;
import dev.lanewise.engine.Shape;
import dev.lanewise.engine.op.Flatten;
import dev.lanewise.engine.op.GlobalAveragePool;
import java.util.List;

/**
 * A plain network: a {@link ResNet} of basic blocks without its additions and its projections, to
 * compare it with.
 *
 * <p>Values and tensors are named as the residual network's: {@code conv1}, {@code layer1.0.conv1},
 * …, {@code fc}, the logits. Pictures are 224×224, others work too. The number of classes is what
 * the weights have, or else 1,000.
 *
 * <p>Source: He et al., "Deep Residual Learning for Image Recognition", 2015, figure 3 and table 2.
 *
 * @param depths the number of blocks in each stage
 */
public record PlainNet(String name, List<Integer> depths) implements Network {

  public static final PlainNet PLAIN18 = new PlainNet("plain18", ResNet.RESNET18.depths());
  public static final PlainNet PLAIN34 = new PlainNet("plain34", ResNet.RESNET34.depths());

  /** Both. */
  public static final List<PlainNet> ALL = List.of(PLAIN18, PLAIN34);

  private static final int INPUT_SIZE = 224;
  private static final int CLASSES = 1000;
  private static final int WIDTH = 64;

  public PlainNet {
    if (depths.isEmpty() || depths.stream().anyMatch(depth -> depth < 1)) {
      throw new IllegalArgumentException("each stage needs a block at least, got " + depths);
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
    x = new Stem("conv1", "bn1", "relu", "maxpool", WIDTH).addTo(net, x);
    for (int stage = 0; stage < depths.size(); stage++) {
      for (int block = 0; block < depths.get(stage); block++) {
        int stride = stage > 0 && block == 0 ? 2 : 1;
        var path = "layer" + (stage + 1) + "." + block;
        x = new PlainBlock(WIDTH << stage, stride).addTo(net, path, x);
      }
    }
    x = net.layer("avgpool", new GlobalAveragePool(), x);
    x = net.layer("flatten", new Flatten(), x);
    int classes = weights.extent("fc.weight", 0).orElse(CLASSES);
    graph.output(net.linear("fc", "fc", x, classes));
    weights.requireAllUsed(name);
    return graph.build();
  }
}
