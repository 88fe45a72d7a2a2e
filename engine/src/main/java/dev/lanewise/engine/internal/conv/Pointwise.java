package dev.lanewise.engine.internal.conv;

import dev.lanewise.engine.internal.gemm.Gemm;
import dev.lanewise.engine.internal.gemm.PackedMatrix;
import dev.lanewise.engine.internal.gemm.Split;
import dev.lanewise.engine.internal.kernel.Epilogue;
import dev.lanewise.engine.internal.parallel.Work;
import org.jspecify.annotations.Nullable;

/**
 * A 1×1 convolution of stride 1, or a linear layer: a matrix product straight on the activations, a
 * pixel's channels being a row.
 */
public final class Pointwise implements Work {
  private final Pixels x;
  private final Pixels y;
  private final @Nullable Pixels skip;
  private final Gemm gemm;
  private final Split split;
  private final int depth;
  private final int block;
  private final int strip;

  /** y = epilogue(x · weights + bias ⊕ skip). */
  public Pointwise(
      Pixels x,
      PackedMatrix weights,
      @Nullable Pixels skip,
      Epilogue epilogue,
      Pixels y,
      int threads) {
    this.x = x;
    this.y = y;
    this.skip = skip;
    gemm =
        new Gemm(x.operand(), weights, skip == null ? null : skip.operand(), epilogue, y.operand());
    depth = weights.depth();
    block = Gemm.blockDepth(depth, depth);
    strip = Gemm.rowsOfKernel(block);
    split = y.split(Math.ceilDiv(y.count(), strip), strip, x, depth, threads);
  }

  @Override
  public int parts() {
    return split.parts();
  }

  @Override
  public void run(int part, int worker) {
    if (y.count() == 1) {
      gemm.multiplyRow(
          x.at(0),
          split.fromPanel(part),
          split.toPanel(part),
          y.at(0),
          skip == null ? 0 : skip.at(0));
      return;
    }
    int from = split.fromUnit(part) * strip;
    int rows = Math.min(y.count(), split.toUnit(part) * strip) - from;
    for (int k0 = 0; k0 < depth; k0 += block) {
      gemm.multiply(
          x.at(from) + k0 * 4L,
          1,
          rows,
          split.fromPanel(part),
          split.toPanel(part),
          k0,
          Math.min(depth, k0 + block),
          y.at(from),
          skip == null ? 0 : skip.at(from));
    }
  }
}
