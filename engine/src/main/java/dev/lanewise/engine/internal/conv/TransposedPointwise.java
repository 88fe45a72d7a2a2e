package dev.lanewise.engine.internal.conv;

import dev.lanewise.engine.internal.gemm.Gemm;
import dev.lanewise.engine.internal.gemm.PackedMatrix;
import dev.lanewise.engine.internal.gemm.Split;
import dev.lanewise.engine.internal.kernel.Epilogue;
import dev.lanewise.engine.internal.parallel.Work;
import java.util.List;

/**
 * A transposed convolution whose windows lie side by side in the output, the stride being the
 * kernel: each tap is a 1×1 convolution onto pixels of its own, and those of a row are one row of a
 * product whose rows lie {@code kernelW} pixels apart.
 *
 * <pre>
 *   x  a b        y  a·w₀₀ a·w₀₁ b·w₀₀ b·w₀₁        2×2, stride 2
 *                    a·w₁₀ a·w₁₁ b·w₁₀ b·w₁₁
 * </pre>
 *
 * Parts are rows of the input, counted over all pictures, and panels.
 */
public final class TransposedPointwise implements Work {
  private final Pixels x;
  private final Pixels y;
  private final int kernelH;
  private final int kernelW;
  private final Gemm[] taps;
  private final Split split;
  private final int depth;
  private final int block;

  /**
   * y = transposed convolution of x, and the bias.
   *
   * @param weights of each tap, row by row; the bias in all of them
   * @param y {@code kernelH} times as high as x, {@code kernelW} times as wide
   */
  public TransposedPointwise(
      Pixels x, int kernelH, int kernelW, List<PackedMatrix> weights, Pixels y, int threads) {
    this.x = x;
    this.y = y;
    this.kernelH = kernelH;
    this.kernelW = kernelW;
    var target =
        new Gemm.Operand(
            y.segment(), kernelW * y.stride(), (long) kernelH * y.width() * y.stride());
    taps =
        weights.stream()
            .map(tap -> new Gemm(x.operand(), tap, null, Epilogue.NONE, target))
            .toArray(Gemm[]::new);
    depth = x.channels();
    block = Gemm.blockDepth(depth, depth);
    split =
        Split.of(
            x.batch() * x.height(),
            x.width(),
            PackedMatrix.panels(y.channels()),
            threads,
            (long) x.count() * depth,
            (long) taps.length * depth * y.channels());
  }

  @Override
  public int parts() {
    return split.parts();
  }

  @Override
  public void run(int part, int worker) {
    int from = split.fromUnit(part);
    int rows = split.toUnit(part) - from;
    for (int tap = 0; tap < taps.length; tap++) {
      int row = from * kernelH + tap / kernelW;
      long target = y.at(row * y.width() + tap % kernelW);
      for (int k0 = 0; k0 < depth; k0 += block) {
        taps[tap].multiply(
            x.at(from * x.width()) + k0 * 4L,
            rows,
            x.width(),
            split.fromPanel(part),
            split.toPanel(part),
            k0,
            Math.min(depth, k0 + block),
            target,
            0);
      }
    }
  }
}
