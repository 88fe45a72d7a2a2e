package dev.lanewise.blocks.model;

import dev.lanewise.blocks.Layers;
import dev.lanewise.blocks.PreActBlock;
import dev.lanewise.blocks.Stem;
import dev.lanewise.blocks.weights.Weights;
import dev.lanewise.engine.Graph;
import dev.lanewise.engine.Shape;
import dev.lanewise.engine.op.Flatten;
import dev.lanewise.engine.op.GlobalAveragePool;
import java.util.List;

/**
 * A residual network of pre-activation blocks: a {@link ResNet} of basic blocks in which nothing
 * stands on the skips' way from one block to the next, and one more activation ends it.
 *
 * <p>Values and tensors are named as the residual network's: {@code conv1}, {@code bn1}, …, {@code
 * layer1.0.conv1}, … with {@code layer1.0} what that block gives and {@code layer2.0.downsample.0}
 * the projection, which has no batch norm; the last activation is {@code bn2} and {@code relu2},
 * then come {@code avgpool}, {@code flatten} and {@code fc}, the logits. {@code layer1.0} has no
 * {@code bn1}: the stem's precedes it. Pictures are 224×224, others work too. The number of classes
 * is what the weights have, or else 1,000.
 *
 * <p>Source: He et al., "Identity Mappings in Deep Residual Networks", 2016, figure 4(e) and
 * appendix; stages as in He et al., "Deep Residual Learning for Image Recognition", 2015, table 1.
 *
 * @param depths the number of blocks in each stage
 */
public record PreActNet(String name, List<Integer> depths) implements Network {

  public static final PreActNet PREACT_RESNET18 =
      new PreActNet("preact_resnet18", ResNet.RESNET18.depths());
  public static final PreActNet PREACT_RESNET34 =
      new PreActNet("preact_resnet34", ResNet.RESNET34.depths());

  /** Both. */
  public static final List<PreActNet> ALL = List.of(PREACT_RESNET18, PREACT_RESNET34);

  private static final int INPUT_SIZE = 224;
  private static final int CLASSES = 1000;
  private static final int WIDTH = 64;

  public PreActNet {
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
        x = block(stage, block).addTo(net, "layer" + (stage + 1) + "." + block, x);
      }
    }
    x = net.relu("relu2", net.batchNorm("bn2", x));
    x = net.layer("avgpool", new GlobalAveragePool(), x);
    x = net.layer("flatten", new Flatten(), x);
    int classes = weights.extent("fc.weight", 0).orElse(CLASSES);
    graph.output(net.linear("fc", "fc", x, classes));
    weights.requireAllUsed(name);
    return graph.build();
  }

  private static PreActBlock block(int stage, int block) {
    int channels = WIDTH << stage;
    if (block > 0) {
      return new PreActBlock(channels, 1, PreActBlock.Entry.IDENTITY);
    }
    return stage == 0
        ? new PreActBlock(channels, 1, PreActBlock.Entry.ACTIVATED)
        : new PreActBlock(channels, 2, PreActBlock.Entry.PROJECTION);
  }
}
