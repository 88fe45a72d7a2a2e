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
 * Single calls of the micro-kernels, at the depths that blocks have and every height, beside plain
 * loops over the same tile. The operands stay in the first-level cache as long as they fit.
 */
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@State(Scope.Thread)
@Warmup(iterations = 5, time = 300, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 5, time = 200, timeUnit = TimeUnit.MILLISECONDS)
@Fork(1)
public class MicroKernelBenchmark {
  @Param public Tile.Call call = Tile.Call.FIRST;

  /** How many rows are missing to the kernel's full height; at least one is left. */
  @Param({"0", "1", "2", "3", "4", "5", "6"})
  public int missingRows;

  @Param({"64", "128", "256", "576"})
  public int depth;

  @Param public Contender contender = Contender.ENGINE;

  private Tile tile = new Tile(1, 1);
  private Runnable run = () -> {};

  @Setup
  public void setUp() {
    tile.close();
    tile = new Tile(Math.max(1, Tile.mostRows(depth) - missingRows), depth);
    tile.checkBits();
    run = tile.product().by(contender, tile.of(call));
  }

  @TearDown
  public void tearDown() {
    tile.close();
  }

  /** One tile. */
  @Benchmark
  public void run(FlopCounter counter) {
    run.run();
    counter.gflops += tile.product().flops();
  }
}
