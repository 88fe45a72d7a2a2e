package dev.lanewise.engine.internal.exec;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lanewise.engine.Plan;
import dev.lanewise.engine.Shape;
import dev.lanewise.engine.internal.parallel.Work;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;

/** Rehearsals of works that allocate as long as we choose, on a clock of our own. */
class RehearsalTest {
  private final FakeMeter meter = new FakeMeter();
  private final List<String> begun = new ArrayList<>();
  private final List<Integer> settled = new ArrayList<>();

  /** Allocates in so many parts; each takes 1 ms, and 20 until then. */
  private final class Layer implements Work {
    private final String name;
    private final int parts;
    private final int cold;
    private final List<Integer> done = new ArrayList<>();

    Layer(String name, int parts, int cold) {
      this.name = name;
      this.parts = parts;
      this.cold = cold;
    }

    @Override
    public int parts() {
      return parts;
    }

    @Override
    public void run(int part, int worker) {
      if (done.isEmpty()) {
        begun.add(name);
      }
      done.add(part);
      boolean compiled = done.size() > cold;
      meter.nanos += compiled ? 1_000_000 : 20_000_000;
      meter.allocated += compiled ? 0 : 1 << 20;
    }
  }

  private static BoundStep step(long multiplyAdds, Work work) {
    return new BoundStep(
        new Plan.Step("step", "Conv", "im2col", Shape.of(1, 1), multiplyAdds), List.of(work));
  }

  private void rehearse(BooleanSupplier goesOn, BoundStep... steps) {
    new Rehearsal(meter, goesOn, settled::add).run(List.of(steps));
  }

  @Test
  void eachWorkIsRunUntilItAllocatesNothing() {
    var soon = new Layer("soon", 4, 3);
    var late = new Layer("late", 4, 20);
    rehearse(() -> true, step(1, soon), step(1, late));
    assertThat(late.done).hasSizeGreaterThan(20);
    // Three slices of 2 ms, of 1 ms each part.
    assertThat(soon.done).hasSizeBetween(3 + 3, 3 + 8);
  }

  @Test
  void partsAreDoneInTurn() {
    var layer = new Layer("layer", 3, 6);
    rehearse(() -> true, step(1, layer));
    assertThat(layer.done).startsWith(0, 1, 2, 0, 1, 2, 0);
  }

  @Test
  void thoseWithSmallPartsComeFirst() {
    rehearse(
        () -> true,
        step(800, new Layer("large", 2, 0)),
        step(900, new Layer("many", 100, 0)),
        step(20, new Layer("small", 1, 0)));
    assertThat(begun).containsExactly("many", "small", "large");
    assertThat(settled).containsExactly(1, 2, 0);
  }

  @Test
  void whatNeverSettlesIsGivenUp() {
    var layer = new Layer("layer", 1, Integer.MAX_VALUE);
    rehearse(() -> true, step(1, layer));
    assertThat(meter.nanos).isBetween(2_000_000_000L, 2_100_000_000L);
    assertThat(settled).containsExactly(0);
  }

  @Test
  void whoeverAskedCanStopIt() {
    var layer = new Layer("layer", 1, Integer.MAX_VALUE);
    rehearse(() -> layer.done.size() < 3, step(1, layer));
    assertThat(layer.done).hasSize(3);
    assertThat(settled).isEmpty();
  }
}
