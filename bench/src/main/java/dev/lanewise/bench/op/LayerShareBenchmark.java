package dev.lanewise.bench.op;

import dev.lanewise.bench.baseline.FlopCounter;
import dev.lanewise.bench.baseline.ReferenceShare;
import dev.lanewise.bench.baseline.Workload;
import dev.lanewise.engine.internal.kernel.FmaChains;
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
 * A layer and as many floating-point operations in chains of registers, in turn, on one thread: the
 * share of the FMA peak at the clock that the machine has at that moment. A machine that is shared,
 * or that slows its clock under 512-bit vectors, changes its peak by a tenth from one second to the
 * next; measured apart, layer and peak see different ones.
 */
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@State(Scope.Benchmark)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(3)
public class LayerShareBenchmark {
  @Param({
    "3x3/1_64@56_64_relu",
    "3x3/1_128@28_128_relu",
    "3x3/1_256@14_256_relu",
    "3x3/1_512@7_512_relu",
    "3x3/2_128@28_256_relu",
    "3x3/2_256@14_512_relu",
    "1x1/1_64@56_256_skip",
    "1x1/1_256@56_64_relu",
    "1x1/1_256@56_128_relu",
    "1x1/1_512@28_128_relu",
    "1x1/1_512@28_256_relu",
    "1x1/1_1024@14_256_relu",
    "1x1/1_256@14_1024_skip",
    "1x1/1_1024@14_512_relu",
    "1x1/1_512@7_2048_skip",
    "1x1/1_2048@7_512_relu",
    "7x7/2_3@224_64_relu"
  })
  public String layer = "1x1/1_16@4_16_none";

  private Workload workload = LayerBenchmark.workload(LayerShape.parse(layer));
  private int steps;

  @Setup
  public void setUp() {
    workload.close();
    workload = LayerBenchmark.workload(LayerShape.parse(layer));
    workload.session().warmUp();
    steps = Math.toIntExact(workload.flops() / FmaChains.flops());
  }

  @TearDown
  public void tearDown() {
    workload.close();
  }

  /** One run of the layer, and chains of as many operations. */
  @Benchmark
  public float run(FlopCounter counter, ReferenceShare share) {
    long start = System.nanoTime();
    workload.session().run();
    long middle = System.nanoTime();
    float sum = FmaChains.run(steps);
    share.stepNanos += middle - start;
    share.referenceNanos += System.nanoTime() - middle;
    counter.gflops += 2 * workload.flops();
    return sum;
  }
}
