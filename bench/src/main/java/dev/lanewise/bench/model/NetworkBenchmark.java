package dev.lanewise.bench.model;

import dev.lanewise.bench.baseline.FlopCounter;
import dev.lanewise.bench.baseline.LoopOrder;
import dev.lanewise.bench.baseline.Workload;
import dev.lanewise.blocks.model.Networks;
import dev.lanewise.blocks.weights.SeededWeights;
import dev.lanewise.engine.Precision;
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

/**
 * Whole networks at their own picture size, batch 1, seeded weights: the engine at one and two
 * threads and either precision, beside plain loops on one.
 */
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
@Fork(3)
public class NetworkBenchmark {
  /** The side of a picture that naive loops are done with in no time. */
  static final int SMALL = 32;

  /** The network; over a small picture all contenders must compute the same. */
  @State(Scope.Benchmark)
  public static class Net {
    @Param({"resnet18", "resnet34", "resnet50", "resnet20"})
    public String model = "resnet20";

    @Setup
    public void setUp() {
      try (var small = workload(model, SMALL, 2, Precision.EXACT)) {
        small.checkBits();
      }
    }

    private Workload whole(int threads, Precision precision) {
      return NetworkBenchmark.workload(
          model, Networks.named(model).orElseThrow().inputSize(), threads, precision);
    }
  }

  /** The engine. */
  @State(Scope.Benchmark)
  public static class Engine {
    @Param({"1", "2"})
    public int threads;

    @Param({"FAST", "EXACT"})
    public Precision precision = Precision.FAST;

    private Workload workload = workload("resnet20", SMALL, 1, Precision.FAST);

    @Setup
    public void setUp(Net net) {
      workload.close();
      workload = net.whole(threads, precision);
      workload.session().warmUp();
    }

    @TearDown
    public void tearDown() {
      workload.close();
    }
  }

  /** One accumulator for each output. */
  @State(Scope.Benchmark)
  public static class Naive extends Loops {
    @Setup
    public void setUp(Net net) {
      prepare(net, LoopOrder.NAIVE);
    }
  }

  /** The output channel innermost. */
  @State(Scope.Benchmark)
  public static class AutoVectorised extends Loops {
    @Setup
    public void setUp(Net net) {
      prepare(net, LoopOrder.AUTO_VECTORISED);
    }
  }

  /** Plain loops. */
  abstract static class Loops {
    private Runnable run = () -> {};
    private long flops;

    void prepare(Net net, LoopOrder order) {
      try (var workload = net.whole(1, Precision.EXACT)) {
        run = workload.loops(order)::run;
        flops = workload.flops();
      }
    }

    void run(FlopCounter counter) {
      run.run();
      counter.gflops += flops;
    }
  }

  /** A network over one picture of {@code size} pixels a side. */
  static Workload workload(String name, int size, int threads, Precision precision) {
    var network = Networks.named(name).orElseThrow();
    var input = Shape.of(1, 3, size, size);
    return new Workload(
        network.build(new SeededWeights()), Map.of("input", input), threads, precision);
  }

  /** One picture. */
  @Benchmark
  public void run(Net net, Engine engine, FlopCounter counter) {
    engine.workload.session().run();
    counter.gflops += engine.workload.flops();
  }

  /** One picture by naive loops, each of which takes seconds. */
  @Benchmark
  @Warmup(iterations = 1, time = 1)
  @Measurement(iterations = 2, time = 1)
  @Fork(1)
  public void naive(Net net, Naive naive, FlopCounter counter) {
    naive.run(counter);
  }

  /** One picture by auto-vectorised loops. */
  @Benchmark
  @Warmup(iterations = 2, time = 1)
  @Measurement(iterations = 3, time = 1)
  @Fork(1)
  public void autoVectorised(Net net, AutoVectorised autoVectorised, FlopCounter counter) {
    autoVectorised.run(counter);
  }
}
