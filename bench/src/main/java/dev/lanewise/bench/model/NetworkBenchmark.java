package dev.lanewise.bench.model;

import dev.lanewise.bench.baseline.Contender;
import dev.lanewise.bench.baseline.FlopCounter;
import dev.lanewise.bench.baseline.Workload;
import dev.lanewise.blocks.model.Networks;
import dev.lanewise.blocks.weights.SeededWeights;
import dev.lanewise.engine.Shape;
import java.util.Map;
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

/** Whole networks at their own picture size, batch 1, seeded weights. */
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@State(Scope.Benchmark)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
@Fork(3)
public class NetworkBenchmark {
  @Param({"resnet18", "resnet34", "resnet50", "resnet20"})
  public String model = "resnet20";

  @Param({"1", "2"})
  public int threads;

  @Param({"ENGINE"})
  public Contender contender = Contender.ENGINE;

  private Workload workload = workload("resnet20", 1);
  private Runnable run = () -> {};

  /** A network over one picture of its own size. */
  static Workload workload(String name, int threads) {
    var network = Networks.named(name).orElseThrow();
    var input = Shape.of(1, 3, network.inputSize(), network.inputSize());
    return new Workload(network.build(new SeededWeights()), Map.of("input", input), threads);
  }

  @Setup
  public void setUp() {
    workload.close();
    workload = workload(model, threads);
    workload.checkBits();
    run = contender.of(workload);
  }

  @TearDown
  public void tearDown() {
    workload.close();
  }

  /** One picture. */
  @Benchmark
  public void run(FlopCounter counter) {
    run.run();
    counter.gflops += workload.flops();
  }
}
