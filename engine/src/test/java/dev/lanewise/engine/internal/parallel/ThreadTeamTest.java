package dev.lanewise.engine.internal.parallel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class ThreadTeamTest {
  private static final int SECONDS = 20;

  private interface Part {
    void run(int part, int worker);
  }

  private static Work work(int parts, Part body) {
    return new Work() {
      @Override
      public int parts() {
        return parts;
      }

      @Override
      public void run(int part, int worker) {
        body.run(part, worker);
      }
    };
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 8})
  void everyPartIsDoneOnceBeforeTheCallReturns(int threads) {
    try (var team = ThreadTeam.crowded(threads, "test")) {
      for (int round = 0; round < 2_000; round++) {
        int parts = 1 + round % 37;
        var done = new AtomicIntegerArray(parts);
        team.run(work(parts, (part, worker) -> done.incrementAndGet(part)));
        for (int part = 0; part < parts; part++) {
          assertThat(done.get(part)).as("part %d of round %d", part, round).isEqualTo(1);
        }
      }
    }
  }

  /** In step with each other, neither takes anything of the other's share. */
  @Test
  void aThreadTakesPartsSideBySideInTheirOrder() {
    int threads = 2;
    int parts = 8;
    try (var team = ThreadTeam.crowded(threads, "test")) {
      var barrier = new CyclicBarrier(threads);
      var begun = List.of(new ArrayList<Integer>(), new ArrayList<Integer>());
      team.run(
          work(
              parts,
              (part, worker) -> {
                begun.get(worker).add(part);
                await(barrier);
              }));
      assertThat(begun).isEqualTo(List.of(List.of(0, 1, 2, 3), List.of(4, 5, 6, 7)));
    }
  }

  /** The first part of the second share waits for all others, three of which stand behind it. */
  @Test
  void whatAHeldUpThreadDoesNotTakeIsDoneByTheOthers() {
    int parts = 8;
    try (var team = ThreadTeam.crowded(2, "test")) {
      var others = new CountDownLatch(parts - 1);
      var done = new AtomicInteger();
      team.run(
          work(
              parts,
              (part, worker) -> {
                if (part == parts / 2) {
                  await(others);
                } else {
                  others.countDown();
                }
                done.incrementAndGet();
              }));
      assertThat(done).hasValue(parts);
    }
  }

  /** Bounded, so that a part that nobody takes fails the test and does not hang it. */
  private static void await(CyclicBarrier barrier) {
    try {
      barrier.await(SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException | BrokenBarrierException | TimeoutException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void await(CountDownLatch latch) {
    try {
      assertThat(latch.await(SECONDS, TimeUnit.SECONDS)).as("others are done").isTrue();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void noTwoThreadsAreTheSameWorkerAtOnce() {
    try (var team = ThreadTeam.crowded(4, "test")) {
      var owners = new ConcurrentHashMap<Integer, Thread>();
      for (int round = 0; round < 500; round++) {
        team.run(
            work(
                16,
                (part, worker) -> {
                  var owner = owners.putIfAbsent(worker, Thread.currentThread());
                  assertThat(owner).isIn(null, Thread.currentThread());
                }));
      }
      assertThat(owners.keySet()).isSubsetOf(0, 1, 2, 3);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 4})
  void whatAPartThrowsReachesTheCallerAndTheTeamGoesOn(int threads) {
    try (var team = ThreadTeam.crowded(threads, "test")) {
      for (int round = 0; round < 100; round++) {
        assertThatThrownBy(
                () ->
                    team.run(
                        work(
                            8,
                            (part, worker) -> {
                              if (part == 5) {
                                throw new ArithmeticException("part 5");
                              }
                            })))
            .isInstanceOf(ArithmeticException.class)
            .hasMessage("part 5");
        var done = new AtomicInteger();
        team.run(work(8, (part, worker) -> done.incrementAndGet()));
        assertThat(done.get()).isEqualTo(8);
      }
    }
  }

  @Test
  void workersWakeAgainAfterTheyHaveParked() throws InterruptedException {
    try (var team = ThreadTeam.crowded(3, "test")) {
      for (int round = 0; round < 20; round++) {
        Thread.sleep(5);
        var sums = new int[64];
        team.run(work(64, (part, worker) -> sums[part] = part));
        assertThat(Arrays.stream(sums).sum()).isEqualTo(64 * 63 / 2);
      }
    }
  }

  /** Less than one per cent of a processor, counted in the workers' own time. */
  @Test
  void workersOfAnIdleTeamDoNothing() throws InterruptedException {
    var clock = ManagementFactory.getThreadMXBean();
    try (var team = ThreadTeam.crowded(2, "idle")) {
      team.run(work(64, (part, worker) -> {}));
      Thread.sleep(20);
      long worker = team.workerIds()[0];
      long before = clock.getThreadCpuTime(worker);
      Thread.sleep(500);
      assertThat(clock.getThreadCpuTime(worker) - before).isLessThan(5_000_000);
    }
  }

  @Test
  void threadsDoNotOutnumberTheProcessors() {
    int processors = Runtime.getRuntime().availableProcessors();
    try (var team = new ThreadTeam(processors + 6, "many")) {
      assertThat(team.threads()).isEqualTo(processors);
      assertThat(team.workerIds()).hasSize(processors - 1);
      var done = new AtomicInteger();
      team.run(work(64, (part, worker) -> done.incrementAndGet()));
      assertThat(done.get()).isEqualTo(64);
    }
  }

  @Test
  void closingEndsEveryThread() {
    var team = ThreadTeam.crowded(8, "closing-test");
    team.run(work(64, (part, worker) -> {}));
    team.close();
    team.close();
    assertThat(Thread.getAllStackTraces().keySet())
        .noneMatch(thread -> thread.getName().startsWith("closing-test"));
  }
}
