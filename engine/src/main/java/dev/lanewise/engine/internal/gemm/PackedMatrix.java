package dev.lanewise.engine.internal.gemm;

import dev.lanewise.engine.internal.kernel.KernelSet;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SegmentAllocator;
import java.lang.foreign.ValueLayout;

/**
 * A matrix of weights [depth, columns] and a bias [columns], packed for the kernels in use.
 *
 * <pre>
 *   slice 0             slice 1             …  last slice
 *   [depth][SLICE]      [depth][SLICE]         [depth][SLICE or 16]
 * </pre>
 *
 * A panel is what a kernel computes with: one slice or two.
 *
 * <p>The columns are padded with zeros to a multiple of 16, as the channels of activations are.
 *
 * @param data the slices, one after the other
 * @param bias one float for each padded column
 * @param depth the rows of the matrix
 * @param columns the padded columns
 */
public record PackedMatrix(MemorySegment data, MemorySegment bias, int depth, int columns) {
  private static final ValueLayout.OfFloat FLOAT = ValueLayout.JAVA_FLOAT_UNALIGNED;
  private static final int PANEL = KernelSet.chosen().matrix().columns();
  private static final int SLICE = KernelSet.chosen().matrix().slice();

  /** Channels and columns are padded to a multiple of this many. */
  public static final int PADDING = 16;

  /** {@code count} rounded up to a multiple of {@link #PADDING}. */
  public static int padded(int count) {
    return Math.ceilDiv(count, PADDING) * PADDING;
  }

  /** The off-heap bytes of a packed matrix. */
  public static long bytes(int depth, int columns) {
    return (depth + 1L) * padded(columns) * Float.BYTES;
  }

  /** A matrix of zeros; {@link #set} and {@link #setBias} fill it. */
  public static PackedMatrix allocate(SegmentAllocator allocator, int depth, int columns) {
    int padded = padded(columns);
    var data = allocator.allocate((long) depth * padded * Float.BYTES, 64);
    var bias = allocator.allocate((long) padded * Float.BYTES, 64);
    return new PackedMatrix(data, bias, depth, padded);
  }

  /** The bytes of a row of a full panel. */
  static long rowBytes() {
    return (long) PANEL * Float.BYTES;
  }

  /** The number of panels. */
  public int panels() {
    return panels(columns);
  }

  /** The number of panels of a matrix of so many columns. */
  public static int panels(int columns) {
    return Math.ceilDiv(padded(columns), PANEL);
  }

  /** The columns of a panel. */
  public int width(int panel) {
    return Math.min(PANEL, columns - panel * PANEL);
  }

  /** The number of slices of a matrix of so many columns. */
  public static int slices(int columns) {
    return Math.ceilDiv(padded(columns), SLICE);
  }

  /** The columns of a slice. */
  public int sliceWidth(int slice) {
    return Math.min(SLICE, columns - slice * SLICE);
  }

  /** Where row {@code k} of a panel starts, of its first slice, in bytes. */
  long offset(int panel, int k) {
    return sliceOffset(panel * (PANEL / SLICE), k);
  }

  /** From a full slice to the next, in bytes. */
  public long sliceBytes() {
    return (long) SLICE * depth * Float.BYTES;
  }

  private long sliceOffset(int slice, int k) {
    return slice * sliceBytes() + (long) k * sliceWidth(slice) * Float.BYTES;
  }

  /** Sets the weight of row {@code k} in a column. */
  public void set(int k, int column, float weight) {
    int slice = column / SLICE;
    data.set(FLOAT, sliceOffset(slice, k) + (column - slice * SLICE) * 4L, weight);
  }

  /**
   * Sets rows {@code k} to {@code k + count − 1} of a slice.
   *
   * @param values [count][width of the slice] from index {@code from} on
   */
  public void setRows(int slice, int k, int count, float[] values, int from) {
    MemorySegment.copy(values, from, data, FLOAT, sliceOffset(slice, k), count * sliceWidth(slice));
  }

  /** Sets the bias of a column. */
  public void setBias(int column, float value) {
    bias.set(FLOAT, column * 4L, value);
  }
}
