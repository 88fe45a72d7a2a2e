package dev.lanewise.engine.internal.kernel;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteOrder;
import java.util.List;
import jdk.incubator.vector.FloatVector;

/**
 * A program that calls every vector matrix kernel until C2 has compiled it; before that, as the
 * rest of a service may, it has used vectors with segments of other classes.
 */
final class KernelCalls {
  /** More than C2 asks for with the flags that {@link InliningTest} gives. */
  private static final int CALLS = 400;

  private static final int[] DEPTHS = {64, 256};
  private static final long ROW = 1024;
  private static final long SLICE = 1 << 16;
  private static final int BYTES = 4096;

  private KernelCalls() {}

  /**
   * Calls them.
   *
   * @param arguments none
   */
  public static void main(String[] arguments) {
    if (KernelSet.chosen().bits() == 0) {
      throw new AssertionError("no vectors here");
    }
    addOnes(MemorySegment.ofArray(new byte[BYTES]));
    addOnes(MemorySegment.ofArray(new float[BYTES / 4]));
    try (var arena = Arena.ofConfined()) {
      var zeros = arena.allocate(1 << 20, 64);
      var kinds =
          List.of(
              new RowMatrix(7, 64, true),
              new RowMatrix(6, Integer.MAX_VALUE, false),
              new SlicedMatrix());
      for (var kernels : kinds) {
        for (int m = 1; m <= kernels.rows(); m++) {
          for (int depth : DEPTHS) {
            call(kernels, m, kernels.columns(), depth, zeros, MatrixKernels.NOTHING);
            call(kernels, m, kernels.columns(), depth, zeros, 0);
          }
        }
        for (int depth : kernels.columns() == 32 ? DEPTHS : new int[0]) {
          for (int m = 1; m <= kernels.rows(depth, 16); m++) {
            call(kernels, m, 16, depth, zeros, MatrixKernels.NOTHING);
          }
        }
      }
    }
  }

  private static void addOnes(MemorySegment segment) {
    var species = FloatVector.SPECIES_PREFERRED;
    for (int i = 0; i < CALLS; i++) {
      for (long at = 0; at < BYTES; at += species.vectorByteSize()) {
        FloatVector.fromMemorySegment(species, segment, at, ByteOrder.nativeOrder())
            .add(1)
            .intoMemorySegment(segment, at, ByteOrder.nativeOrder());
      }
    }
  }

  private static void call(
      MatrixKernels kernels, int m, int n, int depth, MemorySegment zeros, long ahead) {
    var a = Floats.of(zeros);
    var c = zeros.asSlice(zeros.byteSize() / 2);
    int times = kernels.repeats() && m > 1 ? 2 : 1;
    for (int i = 0; i < CALLS; i++) {
      kernels.first(
          m, times, n, a, 0, ROW, zeros, 0, SLICE, zeros, 0, 0f, c, 0, ROW, depth, zeros, ahead);
      kernels.next(m, times, n, a, 0, ROW, zeros, 0, SLICE, 0f, c, 0, ROW, depth, zeros, ahead);
    }
  }
}
