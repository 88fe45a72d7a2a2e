package dev.lanewise.bench.op;

import dev.lanewise.bench.baseline.FlopCounter;
import dev.lanewise.bench.baseline.RelativeL2;
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
 * 3×3 convolutions of stride 1 as direct sums and in Winograd's tiles: the measurements behind the
 * planner's rule. GFLOP/s count the operations of the direct sum, so that they compare as speeds do
 * and may pass the peak.
 *
 * <p>The layers are ResNet's and VGG's, then sizes and channels about the edges of the rule.
 */
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@State(Scope.Benchmark)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(3)
public class WinogradBenchmark {
  /**
   * Of the norm of the direct sum's output; F(4×4) errs by some 1e-6, a wrong tap by more than
   * 1e-2.
   */
  private static final double TOLERANCE = 1e-5;

  @Param({
    "3x3/1_64@56_64_relu",
    "3x3/1_64@56_64_skip",
    "3x3/1_128@28_128_relu",
    "3x3/1_256@14_256_relu",
    "3x3/1_512@7_512_relu",
    "3x3/1_64@224_64_relu",
    "3x3/1_256@56_256_relu",
    "3x3/1_512@28_512_relu",
    "3x3/1_512@14_512_relu",
    "3x3/1_64@4_64_relu",
    "3x3/1_64@6_64_relu",
    "3x3/1_64@8_64_relu",
    "3x3/1_64@10_64_relu",
    "3x3/1_64@12_64_relu",
    "3x3/1_512@4_512_relu",
    "3x3/1_512@10_512_relu",
    "3x3/1_16@32_16_relu",
    "3x3/1_32@16_32_relu",
    "3x3/1_48@32_48_relu",
  })
  public String layer = "3x3/1_64@10_64_relu";

  @Param public Layer3x3.Algorithm algorithm = Layer3x3.Algorithm.F4;

  @Param({"1", "2"})
  public int threads = 1;

  /**
   * How many MiB the copies of its weights take together that runs read in turn; 0 for one copy,
   * which stays in the caches if it fits. In a network's run all weights come from memory.
   */
  @Param("0")
  public int weightsMiB = 0;

  private Layer3x3 timed = new Layer3x3(LayerShape.parse(layer), algorithm, 1);

  @Setup
  public void setUp() {
    timed.close();
    var shape = LayerShape.parse(layer);
    timed = new Layer3x3(shape, algorithm, threads, (long) weightsMiB << 20);
    check(shape, timed);
  }

  /**
   * Runs a layer once.
   *
   * @throws IllegalStateException if its output is not that of the direct sum: what computes
   *     something else must not be timed
   */
  static void check(LayerShape shape, Layer3x3 layer) {
    layer.run();
    try (var direct = new Layer3x3(shape, Layer3x3.Algorithm.DIRECT, 1)) {
      direct.run();
      double error = RelativeL2.of(layer.output(), direct.output());
      if (!(error <= TOLERANCE)) {
        throw new IllegalStateException(shape + " differs by " + error + " from the direct sum");
      }
    }
  }

  @TearDown
  public void tearDown() {
    timed.close();
  }

  /** One run of the layer. */
  @Benchmark
  public void run(FlopCounter counter) {
    timed.run();
    counter.gflops += timed.flops();
  }
}
