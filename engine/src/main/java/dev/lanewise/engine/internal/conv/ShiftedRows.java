package dev.lanewise.engine.internal.conv;

import dev.lanewise.engine.internal.gemm.Gemm;
import dev.lanewise.engine.internal.gemm.PackedMatrix;
import dev.lanewise.engine.internal.kernel.Epilogue;
import java.lang.foreign.MemorySegment;
import org.jspecify.annotations.Nullable;

/**
 * im2col that is never written out: the taps of one kernel row are side by side in NHWC, so that
 * the rows of the product are the picture's own, {@code stride} pixels apart and overlapping.
 *
 * <pre>
 *   input row     │p p p p p p p p│        k = (kw, ic) of one kh
 *   row ow = 0     └─────┘                 A[0]
 *   row ow = 1       └─────┘               A[1] = A[0] + stride · channels
 * </pre>
 *
 * Each kernel row is a block of the depth, or several. Where the window hangs over the picture, or
 * something lies between the pixels, a part first copies its input rows with zeros around them and
 * nothing between, each pixel about once instead of once for each tap.
 *
 * <p>For windows without gaps between columns; see {@link #suits}.
 */
public final class ShiftedRows extends PictureRows {
  /** Shorter runs are better gathered to one block. */
  private static final int SHORTEST = 32;

  /** The floats of a product's row that a part's size is meant for. */
  private static final int FULL = 256;

  private final Pixels x;
  private final Taps taps;
  private final @Nullable Pixels skip;
  private final Scratch scratch;
  private final Gemm gemm;
  private final boolean copies;
  private final PaddedRows padded;
  private final long inputRow;
  private final int block;

  /** y = epilogue(x ∗ weights + bias ⊕ skip). */
  public ShiftedRows(
      Pixels x,
      Taps taps,
      PackedMatrix weights,
      @Nullable Pixels skip,
      Epilogue epilogue,
      Pixels y,
      Scratch scratch,
      int threads) {
    super(x, taps, y, weight(taps, x, y), threads);
    this.x = x;
    this.taps = taps;
    this.skip = skip;
    this.scratch = scratch;
    copies = copies(taps, x.channels(), x.pitch());
    padded = new PaddedRows(x, taps);
    inputRow = padded.rowBytes();
    MemorySegment source = copies ? scratch.segment() : x.segment();
    gemm =
        new Gemm(
            new Gemm.Operand(
                source, taps.strideW() * padded.pixelBytes(), taps.strideH() * inputRow),
            weights,
            skip == null ? null : skip.operand(),
            epilogue,
            y.operand());
    block = Gemm.blockDepth(taps.kernelW() * x.channels(), x.channels());
  }

  /**
   * Whether the window's columns have no gaps, a kernel row is long enough to be a block of its
   * own, a row of the output can be cut into kernels of good height, and the padding to be copied,
   * and the rows between windows, are no more than windows.
   */
  public static boolean suits(Taps taps, int channels, int pitch, int outWidth) {
    return taps.dilationW() == 1
        && taps.kernelW() * channels >= SHORTEST
        && Gemm.isCutWell(outWidth, Gemm.blockDepth(taps.kernelW() * channels, channels))
        && (!copies(taps, channels, pitch) || PaddedRows.suits(taps));
  }

  /**
   * The product's rows are as deep as all taps, and yet a part reads each input pixel only once and
   * writes its output: with few channels a cache holds more of them.
   */
  private static int weight(Taps taps, Pixels x, Pixels y) {
    int floats = taps.strideH() * taps.strideW() * x.channels() + y.lanes();
    return Math.ceilDiv(y.width() * Math.min(FULL, floats), FULL);
  }

  private static boolean copies(Taps taps, int channels, int pitch) {
    return pitch != channels
        || taps.padTop() + taps.padLeft() + taps.padBottom() + taps.padRight() > 0;
  }

  /** The bytes of scratch that each worker needs: the padded input of a part. */
  public static long scratchBytes(Taps taps, Pixels x, Pixels y, int threads) {
    if (!copies(taps, x.channels(), x.pitch())) {
      return 0;
    }
    var padded = new PaddedRows(x, taps);
    return padded.under(mostRows(x, taps, y, weight(taps, x, y), threads)) * padded.rowBytes()
        + PaddedRows.SURPLUS;
  }

  @Override
  void rows(int n, int oh, int count, int part, int worker) {
    long source;
    if (copies) {
      source = scratch.of(worker);
      padded.copy(n, taps.firstRow(oh), padded.under(count), scratch.segment(), source);
    } else {
      source = x.at(n, oh * taps.strideH(), 0);
    }
    int depth = taps.kernelW() * x.channels();
    for (int kh = 0; kh < taps.kernelH(); kh++) {
      long from = source + (long) kh * taps.dilationH() * inputRow;
      for (int k = 0; k < depth; k += block) {
        gemm.multiply(
            from + k * 4L,
            count,
            y.width(),
            split.fromPanel(part),
            split.toPanel(part),
            kh * depth + k,
            kh * depth + Math.min(depth, k + block),
            y.at(n, oh, 0),
            skip == null ? 0 : skip.at(n, oh, 0));
      }
    }
  }
}
