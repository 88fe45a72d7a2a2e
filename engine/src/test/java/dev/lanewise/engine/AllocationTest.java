package dev.lanewise.engine;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import dev.lanewise.engine.op.Window;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.Map;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A run allocates nothing on the heap, on the caller's thread or on a worker's.
 *
 * <p>Vectors are objects until the second compiler has had every loop, so that there is a warm-up.
 * Now and then the JVM throws compiled code away, and what was in registers becomes objects until
 * it is compiled again: the runs that allocate nothing may come late, but must come in a row. What
 * allocated in one run of a hundred, were it a byte, would never pass.
 */
class AllocationTest {
  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  /** So many in a row. */
  private static final int RUNS = 200;

  /** Generous, for a machine that does much else; a quiet one takes some seconds. */
  private static final Duration PATIENCE = Duration.ofMinutes(2);

  @Test
  void theMeasuringTakesNothingItself() {
    long[] ids = {Thread.currentThread().threadId()};
    long overhead = Long.MAX_VALUE;
    for (int i = 0; i < 10_000; i++) {
      long before = allocated(ids);
      overhead = Math.min(overhead, allocated(ids) - before);
    }
    assertThat(overhead).isZero();
  }

  @Test
  void anAllocationIsSeen() {
    long[] ids = {Thread.currentThread().threadId()};
    long before = allocated(ids);
    var array = new byte[1000];
    assertThat(allocated(ids) - before).isGreaterThanOrEqualTo(array.length);
  }

  @ParameterizedTest(name = "{0} threads, {1}")
  @CsvSource({"1, EXACT", "2, EXACT", "1, FAST", "2, FAST"})
  void runsOfEveryOperatorAllocateNothing(int threads, Precision precision) {
    runsAllocateNothing(EveryOperator.graph(), EveryOperator.input(1), threads, precision);
    var arrays = EveryArrayOperator.graph();
    runsAllocateNothing(arrays, EveryArrayOperator.input(1), threads, precision);
  }

  @ParameterizedTest(name = "{0} threads")
  @ValueSource(ints = {1, 2})
  void runsInTilesOfEverySizeAllocateNothing(int threads) {
    runsAllocateNothing(TiledNet.graph(), TiledNet.input(), threads, Precision.FAST);
  }

  @ParameterizedTest(name = "{0} threads")
  @ValueSource(ints = {1, 2})
  void runsOverWindowsAllocateNothing(int threads) {
    runsAllocateNothing(WindowNet.graph(), WindowNet.input(), threads, Precision.EXACT);
  }

  @ParameterizedTest(name = "groups of {0}")
  @ValueSource(ints = {4, 8, 16})
  void runsOfSmallGroupsAllocateNothing(int group) {
    var conv = ConvCase.of(32, 30, 30, 32, Window.of(3).pad(1)).withGroups(32 / group);
    var net = conv.net().output("conv");
    runsAllocateNothing(net.graph(), net.value("x"), 2, Precision.EXACT);
  }

  private static void runsAllocateNothing(
      Graph graph, Tensor input, int threads, Precision precision) {
    try (var model = Model.compile(graph, CompileOptions.DEFAULT.withPrecision(precision));
        var session = model.newSession(EngineRun.options(Map.of("x", input), threads))) {
      session.input().copyFrom(input);
      var warmUp = session.warmUp(PATIENCE);
      assertThat(warmUp.steady()).as("%s", warmUp).isTrue();
      long[] ids = threadsOf(session, threads);
      int quiet = 0;
      long least = Long.MAX_VALUE;
      long end = System.nanoTime() + PATIENCE.toNanos();
      while (quiet < RUNS && System.nanoTime() < end) {
        long before = allocated(ids);
        session.run();
        long taken = allocated(ids) - before;
        least = Math.min(least, taken);
        quiet = taken == 0 ? quiet + 1 : 0;
      }
      assertThat(quiet)
          .as("runs in a row that allocated nothing after %s; the least is %d", warmUp, least)
          .isEqualTo(RUNS);
    }
  }

  /** Caller first. Workers carry the name of the graph. */
  private static long[] threadsOf(Session session, int threads) {
    var name = "lanewise-" + session.graph().name();
    var workers =
        Stream.of(THREADS.getThreadInfo(THREADS.getAllThreadIds()))
            .filter(info -> info != null && info.getThreadName().startsWith(name))
            .mapToLong(info -> requireNonNull(info).getThreadId());
    var ids =
        LongStream.concat(LongStream.of(Thread.currentThread().threadId()), workers).toArray();
    assertThat(ids).hasSize(threads);
    return ids;
  }

  /** The bytes that these threads have taken since they started; allocates nothing. */
  private static long allocated(long[] ids) {
    long sum = 0;
    for (long id : ids) {
      sum += THREADS.getThreadAllocatedBytes(id);
    }
    return sum;
  }
}
