package dev.lanewise.engine.internal.compile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lanewise.engine.Layout;
import dev.lanewise.engine.LimitException;
import dev.lanewise.engine.Shape;
import dev.lanewise.engine.ShapeException;
import dev.lanewise.engine.Tensor;
import java.lang.foreign.Arena;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class FoldedConstantsTest {
  private static final Shape THREE = Shape.of(3);

  @Test
  void aRecipeIsMadeOnceAndGivesTheSameTensor() {
    try (var constants = new FoldedConstants(Arena.ofShared(), new WeightBudget(1000))) {
      var made = constants.computeIfAbsent("a", THREE, target -> target.copyFrom(floats(1, 2, 3)));
      var again =
          constants.computeIfAbsent(
              "a",
              THREE,
              target -> {
                throw new AssertionError("made twice");
              });
      assertThat(again).isSameAs(made);
      assertThat(made.toArray(Layout.NCHW)).containsExactly(1, 2, 3);
      assertThat(made.segment().address() % 64).isZero();
      assertThat(constants.bytes()).isEqualTo(12);
    }
  }

  private static float[] floats(float... values) {
    return values;
  }

  @Test
  void theLimitIsAllThatMayBeTaken() {
    try (var constants = new FoldedConstants(Arena.ofShared(), new WeightBudget(24))) {
      constants.computeIfAbsent("a", THREE, target -> {});
      constants.computeIfAbsent("b", THREE, target -> {});
      assertThatThrownBy(() -> constants.computeIfAbsent("c", Shape.of(1), target -> {}))
          .isInstanceOf(LimitException.class)
          .hasMessage("c takes 4 bytes, the limit of 24 bytes for weights leaves 0");
      assertThat(constants.bytes()).isEqualTo(24);
    }
  }

  @Test
  void aSizeThatOverflowsIsRefusedBeforeItIsAllocated() {
    try (var constants = new FoldedConstants(Arena.ofShared(), new WeightBudget(Long.MAX_VALUE))) {
      var huge = Shape.of(Integer.MAX_VALUE, Integer.MAX_VALUE, 2);
      assertThatThrownBy(() -> constants.computeIfAbsent("huge", huge, target -> {}))
          .isInstanceOf(LimitException.class)
          .hasMessageStartingWith("huge takes");
      var larger = Shape.of(Integer.MAX_VALUE, Integer.MAX_VALUE, Integer.MAX_VALUE);
      assertThatThrownBy(() -> constants.computeIfAbsent("larger", larger, target -> {}))
          .isInstanceOf(ShapeException.class);
      assertThat(constants.bytes()).isZero();
    }
  }

  @Test
  void aRecipeHasOneShape() {
    try (var constants = new FoldedConstants(Arena.ofShared(), new WeightBudget(1000))) {
      constants.computeIfAbsent("a", THREE, target -> {});
      assertThatThrownBy(() -> constants.computeIfAbsent("a", Shape.of(4), target -> {}))
          .isInstanceOf(ShapeException.class)
          .hasMessage("a was made as [3], now asked for as [4]");
    }
  }

  @Test
  void aRecipeThatFailedIsTriedAgain() {
    try (var constants = new FoldedConstants(Arena.ofShared(), new WeightBudget(1000))) {
      assertThatThrownBy(
              () ->
                  constants.computeIfAbsent(
                      "a",
                      THREE,
                      target -> {
                        target.copyFrom(floats(7, 7, 7));
                        throw new IllegalStateException("on purpose");
                      }))
          .hasMessage("on purpose");
      assertThat(constants.computeIfAbsent("a", THREE, target -> {}).toArray(Layout.NCHW))
          .containsExactly(0, 0, 0);
    }
  }

  @Test
  void closingFreesTheTensorsOnce() {
    var constants = new FoldedConstants(Arena.ofShared(), new WeightBudget(1000));
    var tensor = constants.computeIfAbsent("a", THREE, target -> {});
    constants.close();
    constants.close();
    assertThatThrownBy(() -> tensor.get(0)).isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(() -> constants.computeIfAbsent("b", THREE, target -> {}))
        .isInstanceOf(IllegalStateException.class);
  }

  @Test
  void threadsThatAskAtOnceGetTheSameTensorMadeOnce() throws Exception {
    int threads = 8;
    int recipes = 50;
    var made = new AtomicInteger();
    var start = new CountDownLatch(threads);
    try (var constants = new FoldedConstants(Arena.ofShared(), new WeightBudget(1000));
        var executor = Executors.newFixedThreadPool(threads)) {
      List<Future<List<Tensor>>> all = new ArrayList<>();
      for (int t = 0; t < threads; t++) {
        all.add(
            executor.submit(
                () -> {
                  start.countDown();
                  start.await();
                  var tensors = new ArrayList<Tensor>();
                  for (int i = 0; i < recipes; i++) {
                    tensors.add(
                        constants.computeIfAbsent(
                            "recipe " + i, THREE, target -> made.incrementAndGet()));
                  }
                  return tensors;
                }));
      }
      var first = all.getFirst().get();
      for (var other : all) {
        for (int i = 0; i < recipes; i++) {
          assertThat(other.get().get(i)).isSameAs(first.get(i));
        }
      }
      assertThat(made).hasValue(recipes);
      assertThat(constants.bytes()).isEqualTo(recipes * 12L);
    }
  }
}
