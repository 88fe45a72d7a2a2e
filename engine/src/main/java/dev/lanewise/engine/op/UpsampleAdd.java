package dev.lanewise.engine.op;

import dev.lanewise.engine.Shape;
import dev.lanewise.engine.ShapeException;
import java.util.List;

/**
 * The ⊕ of a feature pyramid: y = lateral + coarse, the coarser picture brought to the lateral's
 * size by nearest neighbours. Inputs are the lateral [N, C, H, W] and the coarse [N, C, h, w] in
 * this order; the output has the lateral's shape, whatever that is.
 *
 * <pre>
 * y[n, c, i, j] = lateral[n, c, i, j] + coarse[n, c, ⌊i·h / H⌋, ⌊j·w / W⌋]
 * </pre>
 *
 * <p>Source: Lin et al., "Feature Pyramid Networks for Object Detection", 2017, section 3 and
 * figure 3; the size and the indices as torchvision's {@code FeaturePyramidNetwork} has them, so
 * that pictures of odd extents work.
 */
public record UpsampleAdd() implements Op {
  @Override
  public Shape infer(List<Shape> inputs) {
    Checks.arity(inputs, 2, 2);
    var lateral = inputs.get(0);
    var coarse = inputs.get(1);
    Checks.rank("lateral", lateral, 4);
    Checks.rank("coarse", coarse, 4);
    if (Checks.differ(lateral.dim(0), coarse.dim(0))
        || Checks.differ(lateral.dim(1), coarse.dim(1))) {
      throw new ShapeException(
          "upsample add of %s and %s: pictures and channels must be as many"
              .formatted(lateral, coarse));
    }
    return Shape.of(
        Checks.merge(lateral.dim(0), coarse.dim(0)),
        Checks.merge(lateral.dim(1), coarse.dim(1)),
        lateral.dim(2),
        lateral.dim(3));
  }

  @Override
  public String toString() {
    return "UpsampleAdd";
  }
}
