package dev.lanewise.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lanewise.engine.op.Softmax;
import dev.lanewise.engine.op.Transpose;
import dev.lanewise.engine.reference.Interpreter;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A softmax of channels that were transposed is one of channels. */
class SoftmaxFirstTest {
  private static Transpose transpose(Integer... permutation) {
    return new Transpose(List.of(permutation));
  }

  private static List<String> operators(SmallNet net) {
    var outputs = EngineRun.checked(net.graph(), net.inputs(), 1, 2);
    SameBits.check(Interpreter.run(net.graph(), net.inputs()), outputs);
    try (var model = Model.compile(net.graph(), EngineRun.EXACT)) {
      return model.graph().nodes().stream().map(node -> node.op().toString()).toList();
    }
  }

  @ParameterizedTest
  @CsvSource({"true", "false"})
  void channelsAreTakenWhereTheyLie(boolean log) {
    var net =
        new SmallNet()
            .input("x", 2, 21, 3, 5)
            .node("turned", transpose(0, 2, 3, 1), "x")
            .node("softmax", new Softmax(3, log), "turned")
            .node("back", transpose(0, 3, 1, 2), "softmax")
            .output("softmax")
            .output("back");
    assertThat(operators(net))
        .containsExactly(
            log ? "LogSoftmax" : "Softmax", "Transpose [0, 2, 3, 1]", "Transpose [0, 3, 1, 2]");
  }

  /** Other axes, and a transposition that something else reads. */
  @Test
  void othersStay() {
    var net =
        new SmallNet()
            .input("x", 1, 6, 3, 5)
            .node("turned", transpose(0, 2, 3, 1), "x")
            .node("rows", new Softmax(2, false), "turned")
            .node("other", transpose(0, 2, 3, 1), "x")
            .node("read", new Softmax(3, false), "other")
            .output("rows")
            .output("read")
            .output("other");
    assertThat(operators(net))
        .containsExactly(
            "Transpose [0, 2, 3, 1]", "Softmax axis 2", "Transpose [0, 2, 3, 1]", "Softmax axis 3");
  }
}
