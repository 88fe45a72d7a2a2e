package dev.lanewise.bench.op;

import dev.lanewise.bench.baseline.ByteCounter;
import dev.lanewise.bench.baseline.MemoryTraffic;
import dev.lanewise.bench.baseline.ReferenceShare;
import dev.lanewise.bench.baseline.Workload;
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
 * Layers that wait for memory, and plain copying or reading of as many bytes, in turn, on as many
 * threads: their share of what the caches and the memory give at that moment. Depthwise
 * convolutions and poolings are set against copying; the global mean and linear layers, which write
 * next to nothing, against reading.
 *
 * <p>The layers are MobileNet's, EfficientNet's, ResNet's, DenseNet's and VGG's.
 */
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@State(Scope.Benchmark)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(3)
public class MemoryBoundBenchmark {
  @Param({
    "dw3x3/1_32@112",
    "dw3x3/2_64@112",
    "dw3x3/1_128@56",
    "dw3x3/2_128@56",
    "dw3x3/1_256@28",
    "dw3x3/2_256@28",
    "dw3x3/1_512@14",
    "dw3x3/2_512@14",
    "dw3x3/1_1024@7",
    "dw5x5/2_144@56",
    "dw5x5/1_240@28",
    "dw5x5/1_480@14",
    "dw5x5/2_672@14",
    "max3x3/2_64@112",
    "max2x2/2_64@224",
    "max2x2/2_512@28",
    "avg2x2/2_128@56",
    "avg3x3/1_256@28",
    "gap_512@7",
    "gap_2048@7",
    "fc_512_1000",
    "fc_2048_1000",
    "fc_4096_4096",
    "fc_25088_4096"
  })
  public String layer = "dw3x3/1_16@8";

  @Param({"1", "2"})
  public int threads = 1;

  private Workload workload = workload(MemoryBoundLayer.parse(layer), 1);
  private MemoryTraffic traffic = new MemoryTraffic(MemoryTraffic.Kind.READ, 1, 1);

  static Workload workload(MemoryBoundLayer layer, int threads) {
    return new Workload(layer.graph(), Map.of("x", layer.input()), threads);
  }

  @Setup
  public void setUp() {
    tearDown();
    var parsed = MemoryBoundLayer.parse(layer);
    try (var small = workload(parsed.small(), threads)) {
      small.checkReference();
    }
    workload = workload(parsed, threads);
    workload.session().warmUp();
    traffic = new MemoryTraffic(parsed.traffic(), parsed.bytes(), threads);
  }

  @TearDown
  public void tearDown() {
    workload.close();
    traffic.close();
  }

  /** One run of the layer, and as much traffic. */
  @Benchmark
  public float run(ByteCounter counter, ReferenceShare share) {
    long start = System.nanoTime();
    workload.session().run();
    long middle = System.nanoTime();
    float sum = traffic.run();
    share.stepNanos += middle - start;
    share.referenceNanos += System.nanoTime() - middle;
    counter.gigabytes += traffic.bytes();
    return sum;
  }
}
