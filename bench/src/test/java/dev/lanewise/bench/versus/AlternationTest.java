package dev.lanewise.bench.versus;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

/** On a clock that only work moves. */
class AlternationTest {
  private static final Duration BLOCK = Duration.ofMillis(100);

  private final StringBuilder order = new StringBuilder();
  private long now;

  private Runnable work(char name, long millis) {
    return () -> {
      order.append(name);
      now += millis * 1_000_000;
    };
  }

  private Alternation alternation(int rounds) {
    return new Alternation(BLOCK, rounds, () -> order.append('.'), () -> now);
  }

  /** The blocks that were timed: what comes last. */
  private String timed(int length) {
    return order.substring(order.length() - length);
  }

  @Test
  void orderAlternatesWithAPauseAfterEveryBlock() {
    var rounds = alternation(3).time(work('o', 50), work('p', 100));
    assertThat(timed(15)).isEqualTo("oo.p." + "p.oo." + "oo.p.");
    assertThat(rounds).hasSize(3).containsOnly(new Round(50, 100));
    assertThat(rounds.getFirst().ratio()).isEqualTo(2);
  }

  @Test
  void blockGivesTheMedianOfItsRuns() {
    long[] millis = {10};
    Runnable slower =
        () -> {
          now += millis[0] * 1_000_000;
          // 10, 20, 90 and again: 120 ms, of which 20 is the middle.
          millis[0] = millis[0] == 10 ? 20 : millis[0] == 20 ? 90 : 10;
        };
    assertThat(alternation(1).time(slower, work('p', 100)).getFirst().oursMillis()).isEqualTo(20);
  }

  @Test
  void warmUpGoesOnWhileRunsGetFaster() {
    // 1 % a run is 10 % and more a block, down to 5 ms.
    double[] millis = {20};
    Runnable warming =
        () -> {
          order.append('o');
          now += (long) (millis[0] * 1e6);
          millis[0] = Math.max(5, millis[0] * 0.99);
        };
    var rounds = alternation(2).time(warming, work('p', 100));
    assertThat(rounds).containsOnly(new Round(5, 100));
  }

  @Test
  void warmUpOfLongRunsEnds() {
    alternation(2).time(work('o', 300), work('p', 500));
    // 20 blocks' time each: 7 runs and 4 runs.
    assertThat(order).startsWith("o.o.o.o.o.o.o.p.p.p.p.").hasSize(22 + 8);
  }

  @Test
  void longRunsGetTwoRoundsAtLeast() {
    assertThat(alternation(10).time(work('o', 5), work('p', 4_000))).hasSize(2);
    // 4 s are allowed, a round takes 1.1 s.
    assertThat(alternation(10).time(work('o', 5), work('p', 1_000))).hasSize(4);
  }
}
