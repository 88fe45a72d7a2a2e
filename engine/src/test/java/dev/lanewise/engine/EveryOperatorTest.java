package dev.lanewise.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.data.Offset.offset;

import dev.lanewise.engine.op.Activation;
import dev.lanewise.engine.op.Add;
import dev.lanewise.engine.op.Apply;
import dev.lanewise.engine.op.Fused;
import dev.lanewise.engine.op.MatrixOp;
import dev.lanewise.engine.op.Op;
import dev.lanewise.engine.op.Window;
import dev.lanewise.engine.reference.Interpreter;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A network of all operators, once the just-in-time compiler has had its time with it. */
@Tag("widths")
class EveryOperatorTest {
  @Test
  void everyOperatorIsThere() {
    Set<Class<?>> seen = new HashSet<>();
    EveryOperator.graph().nodes().forEach(node -> seen.add(node.op().getClass()));
    EveryArrayOperator.graph().nodes().forEach(node -> seen.add(node.op().getClass()));
    seen.add(Fused.class);
    assertThat(seen).containsAll(records(Op.class));
    assertThat(Model.compile(EveryOperator.graph()).graph().nodes())
        .noneMatch(node -> node.op() instanceof MatrixOp);
  }

  @ParameterizedTest
  @CsvSource({"1", "2", "3"})
  void arrayOperatorsGiveTheSameInASessionAsInTheReference(int threads) {
    var graph = EveryArrayOperator.graph();
    var input = EveryArrayOperator.input(4);
    try (var model = Model.compile(graph, EngineRun.EXACT);
        var session =
            model.newSession(SessionOptions.of("x", input.shape()).withThreads(threads))) {
      var expected = Interpreter.run(session.graph(), Map.of("x", input));
      for (var output : session.outputs().values()) {
        output.segment().fill((byte) 0xff);
      }
      session.input().copyFrom(input);
      session.run();
      expected.forEach(
          (name, value) ->
              assertThat(value.segment().mismatch(session.output(name).segment()))
                  .as(name)
                  .isEqualTo(-1));
    }
  }

  /** Tiles sum in another order, and what follows them goes over the same values. */
  @Test
  void activationsBehindTilesAreThoseOfTheReference() {
    var shape = Shape.of(1, 32, 29, 30);
    var net =
        new SmallNet()
            .input("x", 1, 32, 29, 30)
            .conv("conv", "x", 32, Window.of(3).pad(1), 1, true)
            .node("add", new Add(), "conv", "x")
            .node("y", new Apply(Activation.swish(0.01f)), "add")
            .output("y");
    var options = CompileOptions.DEFAULT.withPrecision(Precision.FAST);
    try (var model = Model.compile(net.graph(), options);
        var session = model.newSession(SessionOptions.of("x", shape).withThreads(2))) {
      assertThat(session.plan().steps().getFirst().algorithm()).containsIgnoringCase("winograd");
      float[] actual = session.run(net.value("x")).toArray(Layout.NCHW);
      var reference = Interpreter.run(session.graph(), net.inputs());
      float[] expected = reference.values().iterator().next().toArray(Layout.NCHW);
      for (int i = 0; i < expected.length; i++) {
        // Sums of 288 products up to 16 are some hundreds, of which tiles lose 1e-6.
        assertThat(actual[i]).isCloseTo(expected[i], offset(2e-3f));
      }
    }
  }

  private static Set<Class<?>> records(Class<?> sealed) {
    Set<Class<?>> records = new HashSet<>();
    for (var permitted : sealed.getPermittedSubclasses()) {
      if (permitted.isSealed()) {
        records.addAll(records(permitted));
      } else {
        records.add(permitted);
      }
    }
    return records;
  }

  /** Code that is interpreted, and compiled once and twice, must round alike. */
  @ParameterizedTest(name = "{0}, {1} threads")
  @CsvSource({"EXACT, 1", "EXACT, 2", "FAST, 1", "FAST, 2"})
  void bitsStayTheSameWhileTheJitWorks(Precision precision, int threads) {
    var inputs = Map.of("x", EveryOperator.input(3));
    var options = CompileOptions.DEFAULT.withPrecision(precision);
    try (var model = Model.compile(EveryOperator.graph(), options);
        var session = model.newSession(EngineRun.options(inputs, threads))) {
      var expected =
          precision == Precision.EXACT
              ? EngineRun.checked(EveryOperator.graph(), inputs, threads)
              : EngineRun.run(session, inputs);
      for (int run = 0; run < 150; run++) {
        SameBits.check(expected, EngineRun.run(session, inputs));
      }
    }
  }
}
