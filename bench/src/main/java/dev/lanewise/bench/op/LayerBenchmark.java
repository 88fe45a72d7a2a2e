package dev.lanewise.bench.op;

import dev.lanewise.bench.baseline.Contender;
import dev.lanewise.bench.baseline.FlopCounter;
import dev.lanewise.bench.baseline.Workload;
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
 * Every distinct convolution of ResNet-18 and ResNet-50 at 224×224, on one thread, beside plain
 * loops. The parameters are those of {@code resnet18.shapes} and {@code resnet50.shapes}; a test
 * holds them together.
 */
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@State(Scope.Benchmark)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(3)
public class LayerBenchmark {
  /** The side of a picture that naive loops are done with in no time. */
  static final int SMALL = 8;

  @Param({
    "7x7/2_3@224_64_relu",
    "3x3/1_64@56_64_relu",
    "3x3/1_64@56_64_skip",
    "1x1/2_64@56_128_none",
    "3x3/2_64@56_128_relu",
    "3x3/1_128@28_128_skip",
    "3x3/1_128@28_128_relu",
    "1x1/2_128@28_256_none",
    "3x3/2_128@28_256_relu",
    "3x3/1_256@14_256_skip",
    "3x3/1_256@14_256_relu",
    "1x1/2_256@14_512_none",
    "3x3/2_256@14_512_relu",
    "3x3/1_512@7_512_skip",
    "3x3/1_512@7_512_relu",
    "1x1/1_64@56_256_none",
    "1x1/1_64@56_64_relu",
    "1x1/1_64@56_256_skip",
    "1x1/1_256@56_64_relu",
    "1x1/2_256@56_512_none",
    "1x1/1_256@56_128_relu",
    "3x3/2_128@56_128_relu",
    "1x1/1_128@28_512_skip",
    "1x1/1_512@28_128_relu",
    "1x1/2_512@28_1024_none",
    "1x1/1_512@28_256_relu",
    "3x3/2_256@28_256_relu",
    "1x1/1_256@14_1024_skip",
    "1x1/1_1024@14_256_relu",
    "1x1/2_1024@14_2048_none",
    "1x1/1_1024@14_512_relu",
    "3x3/2_512@14_512_relu",
    "1x1/1_512@7_2048_skip",
    "1x1/1_2048@7_512_relu"
  })
  public String layer = "1x1/1_16@4_16_none";

  @Param public Contender contender = Contender.ENGINE;

  private Workload workload = workload(LayerShape.parse("1x1/1_16@4_16_none"));
  private Runnable run = () -> {};

  static Workload workload(LayerShape shape) {
    return new Workload(shape.graph(), shape.inputShapes(), 1);
  }

  @Setup
  public void setUp() {
    workload.close();
    var shape = LayerShape.parse(layer);
    try (var small = workload(shape.at(SMALL))) {
      small.checkBits();
    }
    workload = workload(shape);
    workload.session().warmUp();
    run = contender.of(workload);
  }

  @TearDown
  public void tearDown() {
    workload.close();
  }

  /** One run of the layer. */
  @Benchmark
  public void run(FlopCounter counter) {
    run.run();
    counter.gflops += workload.flops();
  }
}
