package dev.lanewise.engine.internal.compile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lanewise.engine.LimitException;
import dev.lanewise.engine.internal.compile.MemoryPlanner.Buffer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

class MemoryPlannerTest {
  private static final int STEPS = 12;

  private static Buffer live(int id, long bytes, int firstUse, int lastUse) {
    return new Buffer(id, bytes, firstUse, lastUse, false);
  }

  @Test
  void noBuffersTakeNoSlab() {
    assertThat(MemoryPlanner.plan(List.of()).bytes()).isZero();
  }

  @Test
  void aChainNeedsTwoPlacesOnly() {
    var plan =
        MemoryPlanner.plan(
            List.of(
                live(0, 640, 0, 1), live(1, 640, 1, 2), live(2, 640, 2, 3), live(3, 640, 3, 4)));
    assertThat(plan.bytes()).isEqualTo(1280);
    assertThat(plan.offset(0)).isEqualTo(plan.offset(2)).isZero();
    assertThat(plan.offset(1)).isEqualTo(plan.offset(3)).isEqualTo(640);
  }

  @Test
  void aSkipKeepsItsPlaceUntilItIsRead() {
    var plan = MemoryPlanner.plan(List.of(live(0, 64, 0, 2), live(1, 64, 1, 2), live(2, 64, 2, 3)));
    assertThat(plan.bytes()).isEqualTo(3 * 64L);
  }

  @Test
  void whatIsReadAtAStepIsNotOverwrittenByIt() {
    var plan = MemoryPlanner.plan(List.of(live(0, 64, 0, 1), live(1, 64, 1, 1)));
    assertThat(plan.offset(0)).isNotEqualTo(plan.offset(1));
  }

  @Test
  void aPinnedBufferIsLiveAtEveryStep() {
    var plan =
        MemoryPlanner.plan(
            List.of(new Buffer(0, 64, 0, 0, true), live(1, 64, 5, 6), live(2, 64, 7, 8)));
    assertThat(plan.bytes()).isEqualTo(128);
    assertThat(plan.offset(1)).isEqualTo(plan.offset(2)).isNotEqualTo(plan.offset(0));
  }

  /**
   * In lines of 64 bytes, by offset. At step 1 there are gaps of nine lines and of five.
   *
   * <pre>
   *          0         10        19       27     32     36
   *   step 0 |    0    |    1    |    2   |   3   |  4  |
   *   step 1 |    0    |         |    2   |       |  4  |
   * </pre>
   */
  @Test
  void theSmallestGapThatHoldsItIsTaken() {
    var plan =
        MemoryPlanner.plan(
            List.of(
                live(0, 10 * 64L, 0, 1),
                live(1, 9 * 64L, 0, 0),
                live(2, 8 * 64L, 0, 1),
                live(3, 5 * 64L, 0, 0),
                live(4, 4 * 64L, 0, 1),
                live(5, 3 * 64L, 1, 1),
                live(6, 3 * 64L, 1, 1)));
    assertThat(plan.offset(5)).isEqualTo(27 * 64L);
    assertThat(plan.offset(6)).isEqualTo(10 * 64L);
    assertThat(plan.bytes()).isEqualTo(36 * 64L);
  }

  @Test
  void sizesAreRoundedUpToWholeLines() {
    var plan = MemoryPlanner.plan(List.of(live(0, 65, 0, 0), live(1, 1, 0, 0)));
    assertThat(plan.offset(1)).isEqualTo(128);
    assertThat(plan.bytes()).isEqualTo(192);
  }

  @Test
  void aSlabThatOverflowsIsRefused() {
    long half = Long.MAX_VALUE / 2 + 1;
    assertThatThrownBy(() -> MemoryPlanner.plan(List.of(live(0, half, 0, 1), live(1, half, 1, 2))))
        .isInstanceOf(LimitException.class)
        .hasMessage("the buffers take more than 2^63 - 1 bytes");
    assertThatThrownBy(() -> MemoryPlanner.plan(List.of(live(0, Long.MAX_VALUE, 0, 1))))
        .isInstanceOf(LimitException.class);
    assertThat(MemoryPlanner.plan(List.of(live(0, half, 0, 0), live(1, half, 1, 2))).bytes())
        .isEqualTo(half);
  }

  @Test
  void wrongBuffersAreRefused() {
    assertThatThrownBy(() -> live(7, 0, 0, 1)).hasMessage("buffer 7 has 0 bytes");
    assertThatThrownBy(() -> live(7, 1, 2, 1)).hasMessage("buffer 7 is used from step 2 to step 1");
    assertThatThrownBy(() -> MemoryPlanner.plan(List.of(live(7, 1, 0, 1), live(7, 1, 3, 4))))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("two buffers have the id 7");
    var empty = MemoryPlanner.plan(List.of());
    assertThatThrownBy(() -> empty.offset(7)).hasMessage("no buffer 7");
  }

  @Property
  void noTwoBuffersThatAreLiveTogetherShareAByte(@ForAll("buffers") List<Buffer> buffers) {
    var plan = MemoryPlanner.plan(buffers);
    for (int step = 0; step < STEPS; step++) {
      for (var a : buffers) {
        for (var b : buffers) {
          if (a.id() < b.id() && isLive(a, step) && isLive(b, step)) {
            assertThat(
                    plan.offset(a.id()) + a.bytes() <= plan.offset(b.id())
                        || plan.offset(b.id()) + b.bytes() <= plan.offset(a.id()))
                .as("%s and %s in %s", a, b, plan)
                .isTrue();
          }
        }
      }
    }
  }

  @Property
  void theSlabHoldsWhatIsLiveAtOnceAndIsNoLargerThanAllSideBySide(
      @ForAll("buffers") List<Buffer> buffers) {
    var plan = MemoryPlanner.plan(buffers);
    for (int step = 0; step < STEPS; step++) {
      int now = step;
      assertThat(plan.bytes())
          .isGreaterThanOrEqualTo(
              buffers.stream().filter(b -> isLive(b, now)).mapToLong(Buffer::bytes).sum());
    }
    assertThat(plan.bytes())
        .isLessThanOrEqualTo(buffers.stream().mapToLong(b -> (b.bytes() + 63) / 64 * 64).sum());
    for (var buffer : buffers) {
      long offset = plan.offset(buffer.id());
      assertThat(offset % MemoryPlanner.ALIGNMENT).isZero();
      assertThat(offset).isBetween(0L, plan.bytes() - buffer.bytes());
    }
  }

  @Property
  void theOrderOfTheBuffersDoesNotMatter(
      @ForAll("buffers") List<Buffer> buffers, @ForAll long seed) {
    var shuffled = new ArrayList<>(buffers);
    Collections.shuffle(shuffled, new Random(seed));
    assertThat(MemoryPlanner.plan(shuffled)).isEqualTo(MemoryPlanner.plan(buffers));
  }

  private static boolean isLive(Buffer buffer, int step) {
    return buffer.pinned() || (buffer.firstUse() <= step && step <= buffer.lastUse());
  }

  @Provide
  Arbitrary<List<Buffer>> buffers() {
    var steps = Arbitraries.integers().between(0, STEPS - 1);
    var buffer =
        Combinators.combine(
                Arbitraries.longs().between(1, 1000),
                steps,
                steps,
                Arbitraries.integers().between(0, 9).map(draw -> draw == 9))
            .as(
                (bytes, a, b, pinned) ->
                    new Buffer(0, bytes, Math.min(a, b), Math.max(a, b), pinned));
    return buffer.list().ofMaxSize(24).map(MemoryPlannerTest::numbered);
  }

  private static List<Buffer> numbered(List<Buffer> buffers) {
    var result = new ArrayList<Buffer>();
    for (var each : buffers) {
      result.add(
          new Buffer(result.size(), each.bytes(), each.firstUse(), each.lastUse(), each.pinned()));
    }
    return result;
  }
}
