package dev.lanewise.bench.kernel;

import dev.lanewise.bench.baseline.FlopCounter;
import dev.lanewise.engine.internal.kernel.FmaChains;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Threads;
import org.openjdk.jmh.annotations.Warmup;

/**
 * The peak of fused multiply-adds on vectors of the width of the kernels in use: ten independent
 * chains in registers, no memory. What "% of peak" refers to, so run it together with what is
 * compared.
 */
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(3)
public class FmaPeakBenchmark {
  private static final int STEPS = 20_000;

  /** The peak of one thread. */
  @Benchmark
  @Threads(1)
  public float oneThread(FlopCounter counter) {
    return chains(counter);
  }

  /** The peak of two threads together. */
  @Benchmark
  @Threads(2)
  public float twoThreads(FlopCounter counter) {
    return chains(counter);
  }

  private static float chains(FlopCounter counter) {
    counter.gflops += (long) STEPS * FmaChains.flops();
    return FmaChains.run(STEPS);
  }
}
