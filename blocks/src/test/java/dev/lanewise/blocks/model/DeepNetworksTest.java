package dev.lanewise.blocks.model;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lanewise.blocks.weights.SeededWeights;
import dev.lanewise.engine.CompileOptions;
import dev.lanewise.engine.Graph;
import dev.lanewise.engine.Layout;
import dev.lanewise.engine.Model;
import dev.lanewise.engine.Precision;
import dev.lanewise.engine.SessionOptions;
import dev.lanewise.engine.Shape;
import dev.lanewise.engine.Tensor;
import dev.lanewise.engine.reference.Interpreter;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Networks that have no golden outputs, against the specification; on pictures it is quick for. */
class DeepNetworksTest {

  private static final CompileOptions EXACT = CompileOptions.DEFAULT.withPrecision(Precision.EXACT);

  @ParameterizedTest
  @ValueSource(
      strings = {
        "resnet101",
        "resnet152",
        "resnet44",
        "resnet110",
        "resnext50_32x4d",
        "resnext101_32x8d",
        "wide_resnet50_2",
        "preact_resnet18",
        "preact_resnet34",
        "densenet161",
        "densenet169",
        "densenet201"
      })
  void sameBitsAsTheReference(String name) {
    var network = Networks.named(name).orElseThrow();
    var input = SeededWeights.tensor("input", Shape.of(1, 3, 32, 32));
    try (var weights = new SeededWeights()) {
      var graph = network.build(weights);
      check(graph, input);
    }
  }

  private static void check(Graph graph, Tensor input) {
    var output = graph.outputs().getFirst();
    try (var model = Model.compile(graph, EXACT);
        var session = model.newSession(SessionOptions.of("input", input.shape()))) {
      var actual = requireNonNull(GoldenNetwork.run(session, input).get(output));
      var expected = Interpreter.run(session.graph(), Map.of("input", input));
      assertThat(actual).containsExactly(requireNonNull(expected.get(output)).toArray(Layout.NCHW));
      assertThat(actual).doesNotContain(Float.NaN, Float.POSITIVE_INFINITY);
      assertThat(actual[0]).isNotEqualTo(actual[1]);
    }
  }
}
