package dev.lanewise.bench.kernel;

import dev.lanewise.bench.baseline.Contender;
import dev.lanewise.bench.baseline.FlopCounter;
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
 * The blocked product by itself, of a block of rows that stays in the second-level cache, at depths
 * of one block and of several, and at numbers of rows that leave short kernels: what is left to a
 * convolution when gathering and edges cost nothing.
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

  @Param public Contender contender = Contender.ENGINE;

  private BlockedProduct blocked = new BlockedProduct(1, 1, 16);
  private Runnable run = () -> {};

  @Setup
  public void setUp() {
    blocked.close();
    blocked = new BlockedProduct(rows, depth, COLUMNS);
    blocked.checkBits();
    run = blocked.product().by(contender, blocked);
  }

  @TearDown
  public void tearDown() {
    blocked.close();
  }

  /** C = A · B. */
  @Benchmark
  public void multiply(FlopCounter counter) {
    run.run();
    counter.gflops += blocked.product().flops();
  }
}
