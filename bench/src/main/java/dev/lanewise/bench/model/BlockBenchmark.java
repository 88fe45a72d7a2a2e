package dev.lanewise.bench.model;

import dev.lanewise.bench.baseline.Contender;
import dev.lanewise.bench.baseline.FlopCounter;
import dev.lanewise.bench.baseline.Workload;
import dev.lanewise.blocks.BasicBlock;
import dev.lanewise.blocks.Block;
import dev.lanewise.blocks.Bottleneck;
import dev.lanewise.blocks.Layers;
import dev.lanewise.blocks.Shortcut;
import dev.lanewise.blocks.weights.SeededWeights;
import dev.lanewise.engine.Graph;
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

/** Residual blocks with identity shortcuts, on one thread, beside plain loops. */
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@State(Scope.Benchmark)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
@Fork(3)
public class BlockBenchmark {
  /** The side of a picture that naive loops are done with in no time. */
  static final int SMALL = 7;

  /** The blocks, at the size they have in the networks. */
  public enum Case {
    BASIC_64_56(64, 64, 56),
    BASIC_256_14(256, 256, 14),
    BOTTLENECK_64_56(64, 256, 56),
    BOTTLENECK_256_14(256, 1024, 14);

    private final int width;
    private final int channels;
    private final int size;

    Case(int width, int channels, int size) {
      this.width = width;
      this.channels = channels;
      this.size = size;
    }

    private Block block() {
      var shortcut = new Shortcut.Identity();
      return width == channels
          ? new BasicBlock(width, 1, shortcut)
          : new Bottleneck(width, 1, shortcut);
    }

    /** The block alone, over a picture of the case's size or another. */
    Workload workload(int pictureSize) {
      var input = Shape.of(1, channels, pictureSize, pictureSize);
      var graph = Graph.builder(name());
      graph.input("input", input);
      graph.output(block().addTo(new Layers(graph, new SeededWeights()), "layer1.0", "input"));
      return new Workload(graph.build(), Map.of("input", input), 1);
    }
  }

  @Param public Case block = Case.BASIC_64_56;

  @Param public Contender contender = Contender.ENGINE;

  private Workload workload = Case.BASIC_64_56.workload(4);
  private Runnable run = () -> {};

  @Setup
  public void setUp() {
    workload.close();
    try (var small = block.workload(SMALL)) {
      small.checkBits();
    }
    workload = block.workload(block.size);
    workload.session().warmUp();
    run = contender.of(workload);
  }

  @TearDown
  public void tearDown() {
    workload.close();
  }

  /** One run of the block. */
  @Benchmark
  public void run(FlopCounter counter) {
    run.run();
    counter.gflops += workload.flops();
  }
}
