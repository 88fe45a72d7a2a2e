package dev.lanewise.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lanewise.engine.op.Conv;
import dev.lanewise.engine.op.Relu;
import dev.lanewise.engine.op.Window;
import java.io.IOException;
import java.lang.foreign.ValueLayout;
import org.junit.jupiter.api.Test;

/** Models and sessions from open to closed: nothing is left, and nothing is read too late. */
class SessionLifetimeTest {
  private static final Shape PICTURE = Shape.of(1, 3, 4, 5);

  private static Graph graph() {
    var graph = Graph.builder("lifetime");
    graph.input("x", PICTURE);
    graph.constant("conv.weight", WholeNumbers.tensor(1, 2, 3, 1, 1));
    graph.node("conv", new Conv(Window.of(1)), "x", "conv.weight");
    graph.node("relu", new Relu(), "conv");
    graph.output("relu");
    return graph.build();
  }

  @Test
  void aClosedSessionRefusesToRun() {
    try (var model = Model.compile(graph())) {
      var session = model.newSession(SessionOptions.DEFAULT);
      session.close();
      assertThatThrownBy(session::run)
          .isInstanceOf(SessionStateException.class)
          .hasMessageContainingAll("lifetime", "closed");
      assertThatThrownBy(() -> session.run(WholeNumbers.tensor(1, 1, 3, 4, 5)))
          .isInstanceOf(SessionStateException.class)
          .hasMessageContainingAll("lifetime", "closed");
    }
  }

  @Test
  void closingTwiceIsClosingOnce() {
    var model = Model.compile(graph());
    var one = model.newSession(SessionOptions.DEFAULT);
    var other = model.newSession(SessionOptions.DEFAULT);
    one.close();
    one.close();
    // Were the second close counted, the model would close under the other session.
    assertThatThrownBy(model::close).isInstanceOf(SessionStateException.class);
    other.close();
    model.close();
    model.close();
  }

  @Test
  void viewsOfAClosedSessionThrowAndNeverReadFreedMemory() {
    try (var model = Model.compile(graph())) {
      var session = model.newSession(SessionOptions.DEFAULT);
      var input = session.input();
      var output = session.run(WholeNumbers.tensor(1, 1, 3, 4, 5));
      var segment = output.segment();
      session.close();
      assertThatThrownBy(() -> output.get(0, 0, 0, 0)).isInstanceOf(IllegalStateException.class);
      assertThatThrownBy(() -> output.toArray(Layout.NCHW))
          .isInstanceOf(IllegalStateException.class);
      assertThatThrownBy(() -> Tensor.managed(output.shape(), Layout.NHWC).copyFrom(output))
          .isInstanceOf(IllegalStateException.class);
      assertThatThrownBy(() -> segment.get(ValueLayout.JAVA_BYTE, 0))
          .isInstanceOf(IllegalStateException.class);
      assertThatThrownBy(() -> input.set(1, 0, 0, 0, 0)).isInstanceOf(IllegalStateException.class);
      assertThatThrownBy(() -> session.output().get(0, 0, 0, 0))
          .isInstanceOf(IllegalStateException.class);
    }
  }

  @Test
  void aModelWithAnOpenSessionRefusesToClose() {
    var model = Model.compile(graph());
    try (var session = model.newSession(SessionOptions.DEFAULT)) {
      assertThatThrownBy(model::close)
          .isInstanceOf(SessionStateException.class)
          .hasMessageContainingAll("lifetime", "1");
      // It is as usable as before.
      assertThatCode(session::run).doesNotThrowAnyException();
      model.newSession(SessionOptions.DEFAULT).close();
    }
    model.close();
    assertThatThrownBy(() -> model.newSession(SessionOptions.DEFAULT))
        .isInstanceOf(SessionStateException.class)
        .hasMessageContainingAll("lifetime", "closed");
  }

  @Test
  void aSessionThatWasRefusedDoesNotKeepItsModelOpen() {
    var model = Model.compile(graph());
    assertThatThrownBy(() -> model.newSession(SessionOptions.of("y", PICTURE)))
        .isInstanceOf(GraphException.class);
    assertThatThrownBy(() -> model.newSession(SessionOptions.DEFAULT.withOutput("y")))
        .isInstanceOf(GraphException.class);
    assertThatThrownBy(() -> model.newSession(SessionOptions.of("x", Shape.of(1, 3, 4, 6))))
        .isInstanceOf(ShapeException.class);
    model.close();
  }

  @Test
  void closingEndsAllThreads() {
    try (var model = Model.compile(graph())) {
      assertThat(threads()).isZero();
      int processors = Runtime.getRuntime().availableProcessors();
      var session = model.newSession(SessionOptions.DEFAULT.withThreads(processors + 6));
      session.run();
      assertThat(threads()).isEqualTo(processors - 1);
      session.close();
      assertThat(threads()).isZero();
    }
  }

  private static long threads() {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> thread.getName().startsWith("lanewise-lifetime"))
        .count();
  }

  @Test
  void closingFreesTheSlabAndTheWeights() {
    var model = Model.compile(EveryOperator.graph());
    var folded = model.graph().constants().values();
    assertThat(folded).isNotEmpty().allMatch(constant -> constant.segment().scope().isAlive());
    var session = model.newSession(SessionOptions.DEFAULT);
    var slab = session.input().segment().scope();
    session.close();
    assertThat(slab.isAlive()).isFalse();
    model.close();
    // Those that folding did not touch are the source's own, and stay.
    var own = EveryOperator.graph().constants().keySet();
    assertThat(model.graph().constants())
        .anySatisfy(
            (name, constant) -> {
              assertThat(own).doesNotContain(name);
              assertThat(constant.segment().scope().isAlive()).isFalse();
            });
  }

  /** A leak of either the slab or the weights would take some hundred MiB more. */
  @Test
  void openingAndClosingManyTimesTakesNoMoreMemoryThanOnce() throws IOException {
    var graph = graphOfMegabytes();
    openAndClose(graph);
    long before = ProcessMemory.now();
    int rounds = 40;
    long each = 0;
    for (int i = 0; i < rounds; i++) {
      each = openAndClose(graph);
    }
    assertThat(rounds * each).isGreaterThan(400 << 20);
    assertThat(ProcessMemory.now() - before).isLessThan(100 << 20);
  }

  /** Returns the smaller of the bytes of the weights and of the slab. */
  private static long openAndClose(Graph graph) {
    try (var model = Model.compile(graph);
        var session = model.newSession(SessionOptions.DEFAULT.withThreads(2))) {
      return Math.min(model.weightBytes(), session.plan().slabBytes());
    }
  }

  private static Graph graphOfMegabytes() {
    var graph = Graph.builder("megabytes");
    graph.input("x", Shape.of(1, 1024, 64, 64));
    graph.constant("conv.weight", Tensor.managed(Shape.of(1024, 1024, 2, 2), Layout.NCHW));
    graph.node("conv", new Conv(Window.of(2)), "x", "conv.weight");
    graph.output("conv");
    return graph.build();
  }
}
