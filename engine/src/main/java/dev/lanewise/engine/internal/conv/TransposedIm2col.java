package dev.lanewise.engine.internal.conv;

import dev.lanewise.engine.internal.gemm.Gemm;
import dev.lanewise.engine.internal.gemm.PackedMatrix;
import dev.lanewise.engine.internal.kernel.Epilogue;
import dev.lanewise.engine.internal.kernel.KernelSet;
import dev.lanewise.engine.internal.parallel.Work;
import java.util.List;

/**
 * A transposed convolution whose windows overlap, phase by phase: the output's pixels of one row
 * and column modulo the strides are all reached by the same taps, so that they are rows of one
 * product of gathered pixels. A tap outside the input is a row of zeros.
 *
 * <pre>
 *   4 taps, stride 2, padding 1      output 0, 2, 4 …   taps 1 and 3
 *                                    output 1, 3, 5 …   taps 0 and 2
 * </pre>
 *
 * A part is a few rows of the output, of one picture and one phase; long rows are cut.
 */
public final class TransposedIm2col implements Work {
  /** So many gathered bytes stay in the second-level cache, or nearly; a pixel at least. */
  private static final int BYTES = 1 << 20;

  /** More pixels than this gain nothing. */
  private static final int MOST = 200;

  private final Pixels x;
  private final TransposedTaps taps;
  private final Pixels y;
  private final Scratch scratch;
  private final Gemm[] phases;
  private final int most;
  private final int rows;
  private final int blocks;

  /**
   * y = transposed convolution of x, and the bias.
   *
   * @param weights of each phase, row by row, for its taps row by row; the bias in all of them
   */
  public TransposedIm2col(
      Pixels x, TransposedTaps taps, List<PackedMatrix> weights, Pixels y, Scratch scratch) {
    this.x = x;
    this.taps = taps;
    this.y = y;
    this.scratch = scratch;
    phases = new Gemm[weights.size()];
    for (int phase = 0; phase < phases.length; phase++) {
      var packed = weights.get(phase);
      long row = packed.depth() * 4L;
      int columns = taps.columns(phase % taps.strideW(), y.width());
      var source = new Gemm.Operand(scratch.segment(), row, columns * row);
      var target =
          new Gemm.Operand(
              y.segment(),
              taps.strideW() * y.stride(),
              (long) taps.strideH() * y.width() * y.stride());
      phases[phase] = new Gemm(source, packed, null, Epilogue.NONE, target);
    }
    most = most(x, taps);
    rows = Math.clamp(most / taps.columns(0, y.width()), 1, taps.rows(0, y.height()));
    blocks = Math.ceilDiv(taps.rows(0, y.height()), rows);
  }

  /** The pixels that are gathered at a time: one at least. */
  private static int most(Pixels x, TransposedTaps taps) {
    long pixel = (long) taps.most() * x.channels() * Float.BYTES;
    return Math.clamp(BYTES / pixel, 1, MOST);
  }

  /** The bytes of scratch that each worker needs. */
  public static long scratchBytes(Pixels x, TransposedTaps taps) {
    return (long) most(x, taps) * taps.most() * x.channels() * Float.BYTES;
  }

  @Override
  public int parts() {
    return y.batch() * taps.strideH() * blocks;
  }

  @Override
  public void run(int part, int worker) {
    int n = part / (taps.strideH() * blocks);
    int phaseH = part / blocks % taps.strideH();
    int from = part % blocks * rows;
    int count = Math.min(rows, taps.rows(phaseH, y.height()) - from);
    if (count <= 0) {
      return;
    }
    int oh = from * taps.strideH() + phaseH;
    for (int phaseW = 0; phaseW < Math.min(taps.strideW(), y.width()); phaseW++) {
      int phase = phaseH * taps.strideW() + phaseW;
      int columns = taps.columns(phaseW, y.width());
      // Several rows are whole.
      for (int column = 0; column < columns; column += most) {
        int ow = phaseW + column * taps.strideW();
        block(phase, n, oh, ow, count, Math.min(most, columns - column), scratch.of(worker));
      }
    }
  }

  /** Some rows of a phase, and some columns from {@code ow} on. */
  private void block(int phase, int n, int oh, int ow, int rows, int columns, long gathered) {
    var gemm = phases[phase];
    int depth = gemm.weights().depth();
    long at = gathered;
    for (int row = 0; row < rows; row++) {
      for (int column = 0; column < columns; column++) {
        gather(n, oh + row * taps.strideH(), ow + column * taps.strideW(), at);
        at += depth * 4L;
      }
    }
    int panels = PackedMatrix.panels(y.channels());
    int block = Gemm.blockDepth(depth, x.channels());
    for (int k0 = 0; k0 < depth; k0 += block) {
      int k1 = Math.min(depth, k0 + block);
      gemm.multiply(gathered + k0 * 4L, rows, columns, 0, panels, k0, k1, y.at(n, oh, ow), 0);
    }
  }

  /** The pixels that reach an output through its taps, or zeros. */
  private void gather(int n, int oh, int ow, long target) {
    int channels = x.channels();
    long at = target;
    int ih = taps.lastRow(oh);
    for (int i = taps.rowTaps(oh); i > 0; i--, ih--) {
      int iw = taps.lastColumn(ow);
      for (int j = taps.columnTaps(ow); j > 0; j--, iw--) {
        if (ih >= 0 && ih < x.height() && iw >= 0 && iw < x.width()) {
          KernelSet.channels().copy(x.segment(), x.at(n, ih, iw), scratch.segment(), at, channels);
        } else {
          KernelSet.channels().zero(scratch.segment(), at, channels);
        }
        at += channels * 4L;
      }
    }
  }
}
