package dev.lanewise.blocks.model;

import dev.lanewise.blocks.FeaturePyramid;
import dev.lanewise.blocks.Layers;
import dev.lanewise.blocks.weights.Weights;
import dev.lanewise.engine.Graph;
import dev.lanewise.engine.Shape;
import java.util.List;

/**
 * A feature pyramid on a residual network, from a picture to features of five sizes: what detectors
 * look for objects in. There are no classes.
 *
 * <pre>{@code
 * try (var weights = new SeededWeights();
 *     var model = Model.compile(PyramidNet.FPN_RESNET50.build(weights));
 *     var session = model.newSession(SessionOptions.of("input", Shape.of(1, 3, 224, 224)))) {
 *   session.run();
 *   session.output("0");    // [1, 256, 56, 56]
 *   session.output("pool"); // [1, 256, 4, 4]
 * }
 * }</pre>
 *
 * <p>Outputs are {@code 0}, {@code 1}, {@code 2}, {@code 3} (the paper's p2 to p5, a 4th to a 32nd
 * of the picture's size) and {@code pool} (p6), as torchvision names them, [?, 256, ?, ?] each. The
 * residual network's values and tensors are named as {@link ResNet}'s, behind {@code body.}; the
 * pyramid's are {@code fpn.inner_blocks.0.0}, the lateral of the finest level, {@code
 * fpn.layer_blocks.0.0}, the 3×3 convolution whose value is the output {@code 0}, …, and {@code
 * fpn.merged.0}, a sum. Pictures may have any size, odd ones too.
 *
 * <p>Source: Lin et al., "Feature Pyramid Networks for Object Detection", 2017; torchvision's
 * {@code resnet_fpn_backbone}.
 *
 * @param body the residual network, whose classifier is left out
 */
public record PyramidNet(ResNet body) implements Network {
  public static final PyramidNet FPN_RESNET18 = new PyramidNet(ResNet.RESNET18);
  public static final PyramidNet FPN_RESNET34 = new PyramidNet(ResNet.RESNET34);
  public static final PyramidNet FPN_RESNET50 = new PyramidNet(ResNet.RESNET50);

  /** One for each residual network of ImageNet's family, in the order of {@link ResNet#ALL}. */
  public static final List<PyramidNet> ALL =
      ResNet.ALL.stream()
          .filter(network -> network.family() == ResNet.Family.IMAGENET)
          .map(PyramidNet::new)
          .toList();

  private static final int CHANNELS = 256;

  /** {@code fpn_} and the residual network's name. */
  @Override
  public String name() {
    return "fpn_" + body.name();
  }

  @Override
  public int inputSize() {
    return body.inputSize();
  }

  @Override
  public int classes() {
    return 0;
  }

  @Override
  public Graph build(Weights weights) {
    var graph = Graph.builder(name());
    var net = new Layers(graph, weights);
    var x = graph.input("input", Shape.of(Shape.UNKNOWN, 3, Shape.UNKNOWN, Shape.UNKNOWN));
    var stages = body.stages(net, "body.", x, weights);
    new FeaturePyramid(CHANNELS).addTo(net, "fpn", stages).forEach(graph::output);
    weights.requireAllUsed(name());
    return graph.build();
  }
}
