package dev.lanewise.engine.internal.gemm;

import dev.lanewise.engine.internal.kernel.KernelSet;
import dev.lanewise.engine.internal.kernel.MatrixKernels;
import java.lang.foreign.MemorySegment;
import org.jspecify.annotations.Nullable;

/**
 * Which weights kernels read ahead, while they compute with a panel that is in the first-level
 * cache: the next panel of a block, the next block of the depth, and the matrix after that.
 *
 * @param weights of a product
 * @param then what the caller multiplies by when it is done with them, or null
 * @param pays whether to read anything ahead
 */
record ReadAhead(PackedMatrix weights, @Nullable PackedMatrix then, boolean pays) {
  private static final MatrixKernels KERNELS = KernelSet.chosen().matrix();
  private static final int STEP = Math.toIntExact(PackedMatrix.rowBytes());

  /** The calls of a kernel in which a whole panel is read. */
  static final int CALLS = Math.ceilDiv(STEP, MatrixKernels.AHEAD);

  /** So many bytes come from memory in every run; fewer may still be in the second-level cache. */
  private static final long FAR = 1 << 20;

  /** For a product of its own. */
  static ReadAhead of(PackedMatrix weights) {
    return new ReadAhead(weights, null, pays(weights.data().byteSize()));
  }

  /** Whether to read ahead where a layer's weights are so many bytes. */
  static boolean pays(long bytes) {
    return bytes >= FAR && KERNELS.readsAhead();
  }

  /** What {@link #start} is an offset in. */
  MemorySegment source(int panel, int toPanel, int k1) {
    if (then == null || panel + 1 < toPanel || k1 < weights.depth()) {
      return weights.data();
    }
    return then.data();
  }

  /**
   * Where that begins which is read after {@code panel} of the block of panels {@code fromPanel} to
   * {@code toPanel} and depth {@code k0} to {@code k1}, or {@link MatrixKernels#NOTHING} if nothing
   * is known, or it is not as long as what was read now.
   */
  long start(int panel, int fromPanel, int toPanel, int k0, int k1) {
    if (!pays) {
      return MatrixKernels.NOTHING;
    }
    long start;
    if (panel + 1 < toPanel) {
      start = weights.offset(panel + 1, k0);
    } else if (k1 < weights.depth()) {
      start = weights.offset(fromPanel, k1);
    } else if (then != null) {
      start = then.offset(fromPanel, 0);
    } else {
      return MatrixKernels.NOTHING;
    }
    long end = start + (long) (k1 - k0) * CALLS * MatrixKernels.AHEAD;
    return end <= source(panel, toPanel, k1).byteSize() ? start : MatrixKernels.NOTHING;
  }

  /**
   * Where call number {@code call} reads of what begins at {@code start}; earlier ones read
   * nothing.
   */
  static long slice(long start, int call, int depth) {
    return start == MatrixKernels.NOTHING || call < 0
        ? MatrixKernels.NOTHING
        : start + (long) call * depth * MatrixKernels.AHEAD;
  }
}
