package dev.lanewise.bench.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class TimingTest {
  @Test
  void runsThatWarmUpDoNotCount() {
    var now = new AtomicLong();
    var durations = new ArrayList<>(List.of(900L, 200L, 30L, 10L, 20L));
    var timing = new Timing(Duration.ofMillis(1000), Duration.ofMillis(60), now::get);
    double millis = timing.medianMillis(() -> now.addAndGet(durations.removeFirst() * 1_000_000));
    assertThat(millis).isEqualTo(20);
    assertThat(durations).isEmpty();
  }

  @Test
  void slowWorkRunsOnceToWarmUpAndOnceThatCounts() {
    var now = new AtomicLong();
    var runs = new AtomicInteger();
    var timing = new Timing(Duration.ofMillis(1), Duration.ofMillis(1), now::get);
    double millis =
        timing.medianMillis(
            () -> {
              runs.incrementAndGet();
              now.addAndGet(5_000_000_000L);
            });
    assertThat(millis).isEqualTo(5000);
    assertThat(runs).hasValue(2);
  }

  @Test
  void medianOfAnEvenNumberIsTheMeanOfTheMiddleTwo() {
    assertThat(Timing.median(List.of(4.0, 1.0, 100.0, 2.0))).isEqualTo(3.0);
    assertThat(Timing.median(List.of())).isZero();
  }
}
