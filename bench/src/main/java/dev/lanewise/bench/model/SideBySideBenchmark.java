package dev.lanewise.bench.model;

import dev.lanewise.bench.baseline.FlopCounter;
import dev.lanewise.bench.baseline.Workload;
import dev.lanewise.blocks.model.Networks;
import dev.lanewise.engine.Precision;
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
import org.openjdk.jmh.annotations.Threads;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Sessions of one thread each, side by side as a service has them: what two of them do together
 * beside what one does alone. Each has a model of its own, so that they share nothing but the
 * machine.
 */
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
@Fork(3)
public class SideBySideBenchmark {
  /** A caller's own. */
  @State(Scope.Thread)
  public static class Caller {
    @Param({"resnet18", "resnet50", "resnet20"})
    public String model = "resnet20";

    private Workload workload =
        NetworkBenchmark.workload("resnet20", NetworkBenchmark.SMALL, 1, Precision.FAST);

    @Setup
    public void setUp() {
      workload.close();
      int size = Networks.named(model).orElseThrow().inputSize();
      workload = NetworkBenchmark.workload(model, size, 1, Precision.FAST);
      workload.session().warmUp();
    }

    @TearDown
    public void tearDown() {
      workload.close();
    }
  }

  /** One session. */
  @Benchmark
  @Threads(1)
  public void one(Caller caller, FlopCounter counter) {
    run(caller, counter);
  }

  /** Two sessions. */
  @Benchmark
  @Threads(2)
  public void two(Caller caller, FlopCounter counter) {
    run(caller, counter);
  }

  private static void run(Caller caller, FlopCounter counter) {
    caller.workload.session().run();
    counter.gflops += caller.workload.flops();
  }
}
