package dev.lanewise.bench.kernel;

import dev.lanewise.bench.baseline.FlopCounter;
import dev.lanewise.engine.internal.gemm.Gemm;
import dev.lanewise.engine.internal.gemm.PackedMatrix;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * The micro-kernels alone: a block of rows that stays in the second-level cache, at depths of one
 * block and of several, and at numbers of rows that leave short kernels.
 */
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@State(Scope.Thread)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(3)
public class GemmBenchmark {
  private static final int COLUMNS = 128;

  @Param({"96", "49", "7", "1"})
  public int rows;

  @Param({"64", "128", "192", "256", "576"})
  public int depth;

  private final Arena arena = Arena.ofShared();
  private MemorySegment a = MemorySegment.NULL;
  private MemorySegment c = MemorySegment.NULL;
  private PackedMatrix weights = PackedMatrix.allocate(arena, 1, 1);
  private Gemm gemm =
      new Gemm(operand(a, 0), weights, null, Float.NEGATIVE_INFINITY, operand(c, 0));

  private static Gemm.Operand operand(MemorySegment segment, int columns) {
    return new Gemm.Operand(segment, columns * 4L, 0);
  }

  /** Fills A and B with small numbers, and checks one element. */
  @Setup
  public void setUp() {
    a = arena.allocate((long) rows * depth * 4, 64);
    c = arena.allocate((long) rows * COLUMNS * 4, 64);
    weights = PackedMatrix.allocate(arena, depth, COLUMNS);
    for (int k = 0; k < depth; k++) {
      for (int j = 0; j < COLUMNS; j++) {
        weights.set(k, j, (k + j) % 5 - 2);
      }
      for (int i = 0; i < rows; i++) {
        a.setAtIndex(ValueLayout.JAVA_FLOAT, (long) i * depth + k, (i + k) % 7 - 3);
      }
    }
    gemm = new Gemm(operand(a, depth), weights, null, Float.NEGATIVE_INFINITY, operand(c, COLUMNS));
    multiply();
    float expected = 0f;
    for (int k = 0; k < depth; k++) {
      expected += ((rows - 1 + k) % 7 - 3f) * ((k + COLUMNS - 1) % 5 - 2f);
    }
    float last = c.getAtIndex(ValueLayout.JAVA_FLOAT, (long) rows * COLUMNS - 1);
    if (last != expected) {
      throw new IllegalStateException("the last element is " + last + ", not " + expected);
    }
  }

  @TearDown
  public void tearDown() {
    arena.close();
  }

  private void multiply() {
    int block = Gemm.blockDepth(depth, depth);
    for (int k0 = 0; k0 < depth; k0 += block) {
      int k1 = Math.min(depth, k0 + block);
      gemm.multiply(k0 * 4L, 1, rows, 0, weights.panels(), k0, k1, 0, 0);
    }
  }

  /** C = A · B. */
  @Benchmark
  public MemorySegment multiply(FlopCounter counter) {
    multiply();
    counter.gflops += 2L * rows * depth * COLUMNS;
    return c;
  }
}
