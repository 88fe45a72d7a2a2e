package dev.lanewise.engine.internal.exec;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lanewise.engine.Plan;
import dev.lanewise.engine.Shape;
import dev.lanewise.engine.WarmUp;
import dev.lanewise.engine.internal.parallel.ThreadTeam;
import dev.lanewise.engine.internal.parallel.Work;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Warm-up of works that take a time and memory of our choosing, on a clock of our own. */
class ProgramWarmUpTest {
  private static final Duration SECOND = Duration.ofSeconds(1);

  private final FakeMeter meter = new FakeMeter();

  /** Slow and allocating until it has run {@code cold} times; then as it stays. */
  private final class Layer implements Work {
    private final int cold;
    private final long nanos;
    private final long allocated;
    private int runs;

    Layer(int cold, long nanos, long allocated) {
      this.cold = cold;
      this.nanos = nanos;
      this.allocated = allocated;
    }

    @Override
    public int parts() {
      return 1;
    }

    @Override
    public void run(int part, int worker) {
      boolean compiled = runs++ >= cold;
      meter.nanos += compiled ? nanos : 50 * nanos;
      meter.allocated += compiled ? allocated : 1_000;
    }
  }

  private static BoundStep step(String name, Work... works) {
    return new BoundStep(
        new Plan.Step(name, "Conv", "im2col", Shape.of(1, 1), 1), Arrays.asList(works));
  }

  /** Each step is expected to take 10 µs. */
  private WarmUp warmUp(Duration limit, BoundStep... steps) {
    try (var team = new ThreadTeam(1, "warm-up")) {
      return ProgramWarmUp.run(List.of(steps), step -> 10_000, team, meter, limit);
    }
  }

  @Test
  void whatIsCompiledInTheEndIsHealthy() {
    var result = warmUp(SECOND, step("a", new Layer(0, 9_000, 0)), step("b", new Layer(300, 1, 0)));
    assertThat(result.steady()).isTrue();
    assertThat(result.isHealthy()).isTrue();
    assertThat(result.slow()).isEmpty();
  }

  @Test
  void aRareKernelIsRepeatedUntilItIsCompiledAndTheOthersAreNot() {
    var rare = new Layer(300, 1_000_000, 0);
    var frequent = new Layer(0, 1_000_000, 0);
    var result = warmUp(SECOND.multipliedBy(60), step("frequent", frequent), step("rare", rare));
    assertThat(result.steady()).isTrue();
    assertThat(rare.runs).isGreaterThan(300);
    // Both ran as often in the time that the steady state had to last, 300 ms of 2 ms each.
    assertThat(rare.runs - frequent.runs).isGreaterThan(280);
    assertThat(result.passes()).isBetween(150, 180);
  }

  @Test
  void aStepThatIsSlowForGoodIsNamedWithBothTimes() {
    var result =
        warmUp(SECOND, step("fine", new Layer(3, 20_000, 0)), step("bad", new Layer(3, 20_001, 0)));
    assertThat(result.steady()).isTrue();
    assertThat(result.slow())
        .containsExactly(
            new WarmUp.Slow(
                "bad", "im2col", 0, Duration.ofNanos(20_001), Duration.ofNanos(10_000)));
    assertThat(result.toString()).contains("bad (im2col): 0.020 ms where 0.010 ms are expected");
  }

  @Test
  void worksOfOneStepCountTogether() {
    var result = warmUp(SECOND, step("two", new Layer(0, 11_000, 0), new Layer(0, 11_000, 0)));
    assertThat(result.slow())
        .extracting(WarmUp.Slow::time)
        .containsExactly(Duration.ofNanos(22_000));
  }

  @Test
  void aStepThatAlwaysAllocatesIsNamedWhenTheTimeIsUp() {
    var limit = Duration.ofMillis(3);
    var result =
        warmUp(limit, step("fine", new Layer(0, 5_000, 0)), step("boxed", new Layer(0, 5_000, 48)));
    assertThat(result.steady()).isFalse();
    assertThat(result.slow()).extracting(WarmUp.Slow::name).containsExactly("boxed");
    assertThat(result.slow().getFirst().allocated()).isEqualTo(48);
    assertThat(result.toString()).contains("not steady", "allocates 48 bytes a run");
    assertThat(result.time()).isBetween(limit, limit.plusMillis(1));
  }

  /** Each repetition is a fifth faster than the one before, down to a microsecond. */
  @Test
  void aMachineThatBecomesQuietSlowlyKeepsNobodyFromBeingSteady() {
    var work =
        new Work() {
          private long nanos = Duration.ofHours(1).toNanos();

          @Override
          public int parts() {
            return 1;
          }

          @Override
          public void run(int part, int worker) {
            nanos -= nanos / 5;
            meter.nanos += nanos;
          }
        };
    var result = warmUp(Duration.ofDays(1), step("disturbed", work));
    assertThat(result.steady()).isTrue();
    assertThat(work.nanos).isGreaterThan(1_000_000_000);
  }

  @Test
  void withoutTimeEveryStepStillRunsOnce() {
    var first = new Layer(0, 1_000, 0);
    var second = new Layer(0, 1_000, 0);
    var result = warmUp(Duration.ZERO, step("first", first), step("second", second));
    assertThat(result.passes()).isEqualTo(1);
    assertThat(result.steady()).isFalse();
    assertThat(List.of(first.runs, second.runs)).containsExactly(1, 1);
  }

  @Test
  void whereNothingIsExpectedNoTimeIsTooLong() {
    try (var team = new ThreadTeam(1, "warm-up")) {
      var steps = List.of(step("pool", new Layer(0, 900_000, 0)));
      assertThat(ProgramWarmUp.run(steps, step -> 0, team, meter, SECOND).isHealthy()).isTrue();
    }
  }
}
