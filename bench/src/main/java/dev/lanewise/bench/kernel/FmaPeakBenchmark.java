package dev.lanewise.bench.kernel;

import dev.lanewise.bench.baseline.FlopCounter;
import java.util.concurrent.TimeUnit;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * The peak of fused multiply-adds: ten independent chains in registers, no memory. What "% of peak"
 * refers to, so run it together with what is compared. {@code -t 2} gives that of two threads.
 */
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@State(Scope.Thread)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(3)
public class FmaPeakBenchmark {
  private static final VectorSpecies<Float> SPECIES = FloatVector.SPECIES_PREFERRED;
  private static final int TURNS = 100_000;
  private static final int CHAINS = 10;

  private float factor = 0.5f;

  /** The chains' sum, so that none is left out. */
  @Benchmark
  public float peak(FlopCounter counter) {
    counter.gflops += 2L * CHAINS * SPECIES.length() * TURNS;
    var x = FloatVector.broadcast(SPECIES, factor);
    var y = FloatVector.broadcast(SPECIES, 1f);
    var c0 = y;
    var c1 = y;
    var c2 = y;
    var c3 = y;
    var c4 = y;
    var c5 = y;
    var c6 = y;
    var c7 = y;
    var c8 = y;
    var c9 = y;
    for (int i = 0; i < TURNS; i++) {
      c0 = c0.fma(x, y);
      c1 = c1.fma(x, y);
      c2 = c2.fma(x, y);
      c3 = c3.fma(x, y);
      c4 = c4.fma(x, y);
      c5 = c5.fma(x, y);
      c6 = c6.fma(x, y);
      c7 = c7.fma(x, y);
      c8 = c8.fma(x, y);
      c9 = c9.fma(x, y);
    }
    var sum = c0.add(c1).add(c2).add(c3).add(c4).add(c5).add(c6).add(c7).add(c8).add(c9);
    return sum.lane(0);
  }
}
