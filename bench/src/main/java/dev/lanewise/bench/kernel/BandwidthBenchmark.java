package dev.lanewise.bench.kernel;

import dev.lanewise.bench.baseline.ByteCounter;
import dev.lanewise.bench.baseline.MemoryTraffic;
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
 * How fast memory of a given size is read, and copied: first-level cache, second-level cache, what
 * most layers take, and more than the caches of most machines. Copying counts what is read and what
 * is written.
 */
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@State(Scope.Benchmark)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(3)
public class BandwidthBenchmark {
  @Param public MemoryTraffic.Kind kind = MemoryTraffic.Kind.READ;

  /** Of all memory together, in KiB. */
  @Param({"16", "512", "4096", "65536"})
  public int kib = 16;

  @Param({"1", "2"})
  public int threads = 1;

  private MemoryTraffic traffic = new MemoryTraffic(kind, 1, 1);

  @Setup
  public void setUp() {
    traffic.close();
    traffic = new MemoryTraffic(kind, kib * 1024L, threads);
  }

  @TearDown
  public void tearDown() {
    traffic.close();
  }

  /** All of it once. */
  @Benchmark
  public float run(ByteCounter counter) {
    counter.gigabytes += traffic.bytes();
    return traffic.run();
  }
}
