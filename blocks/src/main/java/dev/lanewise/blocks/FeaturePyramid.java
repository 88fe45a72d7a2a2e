package dev.lanewise.blocks;

import dev.lanewise.engine.op.MaxPool;
import dev.lanewise.engine.op.Window;
import java.util.ArrayList;
import java.util.List;

/**
 * A feature pyramid over what the stages of a network give, [N, Cᵢ, Hᵢ, Wᵢ] each, finest first:
 * levels of equally many channels and of the stages' sizes, and one more of half the last size,
 * rounded up.
 *
 * <pre>
 *                                    ┌─ max 1×1/2 ─ pool (p6)
 *   c5 ─ 1×1 ─┬──────────── 3×3 ─────┴───────────── 3 (p5)
 *             up
 *   c4 ─ 1×1 ─ ⊕ ─┬──────── 3×3 ─────────────────── 2 (p4)
 *                 up
 *   c3 ─ 1×1 ──── ⊕ ─┬───── 3×3 ─────────────────── 1 (p3)
 *                    up
 *   c2 ─ 1×1 ─────── ⊕ ──── 3×3 ─────────────────── 0 (p2)
 * </pre>
 *
 * <p>All convolutions have a bias, and nothing is rectified. <em>Up</em> is to the size of the
 * lateral beside it, by nearest neighbours, so that the sizes need not be multiples.
 *
 * <p>Source: Lin et al., "Feature Pyramid Networks for Object Detection", 2017, section 3 and
 * footnote on p6; names and sizes as torchvision's {@code FeaturePyramidNetwork} with {@code
 * LastLevelMaxPool}.
 *
 * @param channels of every level
 */
public record FeaturePyramid(int channels) {
  /** The name of the smallest level. */
  public static final String POOL = "pool";

  /**
   * Adds the pyramid.
   *
   * @param name its path, such as {@code fpn}: the prefix of its layers' names
   * @param stages what the stages give, finest first, at least one
   * @return the levels, finest first: {@code 0}, {@code 1}, … and {@link #POOL}
   */
  public List<String> addTo(Layers net, String name, List<String> stages) {
    var levels = new ArrayList<String>();
    var merged = "";
    for (int k = stages.size() - 1; k >= 0; k--) {
      var lateral =
          net.convWithBias(
              "%s.inner_blocks.%d.0".formatted(name, k), stages.get(k), channels, Window.of(1));
      merged =
          merged.isEmpty()
              ? lateral
              : net.upsampleAdd("%s.merged.%d".formatted(name, k), lateral, merged);
      var stored = "%s.layer_blocks.%d.0".formatted(name, k);
      var level = Integer.toString(k);
      levels.addFirst(net.convWithBias(level, stored, merged, channels, Window.of(3).pad(1)));
    }
    levels.add(net.layer(POOL, new MaxPool(Window.of(1).stride(2)), levels.getLast()));
    return levels;
  }
}
