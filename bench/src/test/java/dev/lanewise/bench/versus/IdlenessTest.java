package dev.lanewise.bench.versus;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** On a clock that only sleeping moves. */
class IdlenessTest {
  private long now;
  private long cpu;

  @Test
  void twoIdleWindowsInARowAreEnough() {
    var idleness = new Idleness(() -> cpu, () -> now, nanos -> now += nanos);
    idleness.run();
    assertThat(now).isEqualTo(40_000_000);
    assertThat(idleness.restless()).isZero();
  }

  @Test
  void spinningWorkersAreWaitedFor() {
    var idleness =
        new Idleness(
            () -> cpu,
            () -> now,
            nanos -> {
              // One worker spins for 100 ms, and once more for a tick of the kernel at 120 ms.
              cpu += now < 100_000_000 ? nanos : now == 120_000_000 ? 10_000_000 : 0;
              now += nanos;
            });
    idleness.run();
    assertThat(now).isEqualTo(180_000_000);
    assertThat(idleness.restless()).isZero();
  }

  @Test
  void waitEndsWhereTheProcessNeverRests() {
    var idleness =
        new Idleness(
            () -> cpu,
            () -> now,
            nanos -> {
              cpu += nanos;
              now += nanos;
            });
    idleness.run();
    idleness.run();
    assertThat(now).isBetween(4_000_000_000L, 4_100_000_000L);
    assertThat(idleness.restless()).isEqualTo(2);
  }
}
