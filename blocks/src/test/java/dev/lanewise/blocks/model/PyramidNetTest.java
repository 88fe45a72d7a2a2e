package dev.lanewise.blocks.model;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lanewise.blocks.weights.SeededWeights;
import dev.lanewise.engine.CompileOptions;
import dev.lanewise.engine.Graph;
import dev.lanewise.engine.Layout;
import dev.lanewise.engine.Model;
import dev.lanewise.engine.Plan;
import dev.lanewise.engine.Precision;
import dev.lanewise.engine.SessionOptions;
import dev.lanewise.engine.Shape;
import dev.lanewise.engine.Tensor;
import dev.lanewise.engine.op.UpsampleAdd;
import dev.lanewise.engine.reference.Interpreter;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class PyramidNetTest {
  private static final List<String> LEVELS = List.of("0", "1", "2", "3", "pool");

  /** Parameters as torchvision counts them, statistics left out. */
  @ParameterizedTest
  @CsvSource({"fpn_resnet18, 13783616", "fpn_resnet34, 23891776", "fpn_resnet50, 26852416"})
  void everyNetworkHasItsParametersAndLevels(String name, long parameters) {
    var network = Networks.named(name).orElseThrow();
    try (var weights = new SeededWeights()) {
      var graph = network.build(weights);
      assertThat(
              graph.constants().entrySet().stream()
                  .filter(constant -> !constant.getKey().contains("running_"))
                  .mapToLong(constant -> constant.getValue().shape().elements())
                  .sum())
          .isEqualTo(parameters);
      assertThat(graph.outputs()).isEqualTo(LEVELS);
      assertThat(network.classes()).isZero();
      assertThat(network.inputSize()).isEqualTo(224);
      assertThat(graph.constants().keySet())
          .contains(
              "body.layer4.1.conv2.weight",
              "fpn.inner_blocks.0.0.weight",
              "fpn.inner_blocks.3.0.bias",
              "fpn.layer_blocks.0.0.weight",
              "fpn.layer_blocks.3.0.bias")
          .doesNotContain("body.fc.weight");
    }
  }

  @ParameterizedTest
  @CsvSource({
    "224, 224, 56 56, 28 28, 14 14, 7 7, 4 4",
    "97, 131, 25 33, 13 17, 7 9, 4 5, 2 3",
    "33, 1, 9 1, 5 1, 3 1, 2 1, 1 1",
  })
  void levelsHaveTheStagesSizes(
      int height, int width, String p2, String p3, String p4, String p5, String p6) {
    try (var weights = new SeededWeights()) {
      var graph = PyramidNet.FPN_RESNET18.build(weights);
      var shapes = graph.shapes(Map.of("input", Shape.of(2, 3, height, width)));
      var sizes =
          LEVELS.stream()
              .map(level -> requireNonNull(shapes.get(level), level))
              .peek(shape -> assertThat(shape.dim(1)).isEqualTo(256))
              .map(shape -> shape.dim(2) + " " + shape.dim(3))
              .toList();
      assertThat(sizes).containsExactly(p2, p3, p4, p5, p6);
    }
  }

  /** On the residual networks for small pictures there are three stages. */
  @Test
  void anyResidualNetworkWillDo() {
    try (var weights = new SeededWeights()) {
      var graph = new PyramidNet(ResNet.RESNET20).build(weights);
      assertThat(graph.outputs()).containsExactly("0", "1", "2", "pool");
      assertThat(graph.shapes(Map.of("input", Shape.of(1, 3, 32, 32))))
          .containsEntry("0", Shape.of(1, 256, 32, 32))
          .containsEntry("pool", Shape.of(1, 256, 4, 4));
    }
  }

  @Test
  void eachSumIsOneStepAndNothingIsResized() {
    try (var weights = new SeededWeights();
        var model = Model.compile(PyramidNet.FPN_RESNET18.build(weights));
        var session = model.newSession(SessionOptions.of("input", Shape.of(1, 3, 97, 131)))) {
      assertThat(session.plan().steps())
          .filteredOn(step -> step.operator().equals(new UpsampleAdd().toString()))
          .extracting(Plan.Step::name)
          .containsExactly("fpn.merged.2", "fpn.merged.1", "fpn.merged.0");
      assertThat(session.plan().steps())
          .filteredOn(step -> step.name().startsWith("fpn.") || step.name().length() == 1)
          .hasSize(4 + 4 + 3);
    }
  }

  @ParameterizedTest
  @EnumSource
  void bitsAreThoseOfAnyThreadsAndPlaceInABatch(Precision precision) {
    var pictures = SeededWeights.tensor("input", Shape.of(3, 3, 65, 50));
    try (var weights = new SeededWeights()) {
      var graph = PyramidNet.FPN_RESNET18.build(weights);
      var together = run(graph, pictures, precision, 1);
      assertSame(run(graph, pictures, precision, 3), together, 0);
      if (precision == Precision.EXACT) {
        try (var model = Model.compile(graph)) {
          var reference = Interpreter.run(model.graph(), Map.of("input", pictures));
          assertThat(reference.keySet()).containsExactlyElementsOf(LEVELS);
          reference.forEach(
              (level, value) ->
                  assertThat(together.get(level)).as(level).isEqualTo(value.toArray(Layout.NCHW)));
        }
      }
      for (int n = 0; n < 3; n++) {
        float[] all = pictures.toArray(Layout.NCHW);
        int size = all.length / 3;
        var one =
            Tensor.of(
                Shape.of(1, 3, 65, 50),
                Layout.NCHW,
                Arrays.copyOfRange(all, n * size, n * size + size));
        assertSame(run(graph, one, precision, 2), together, n);
      }
    }
  }

  private static Map<String, float[]> run(
      Graph graph, Tensor pictures, Precision precision, int threads) {
    var options = CompileOptions.DEFAULT.withPrecision(precision);
    try (var model = Model.compile(graph, options);
        var session =
            model.newSession(SessionOptions.of("input", pictures.shape()).withThreads(threads))) {
      return GoldenNetwork.run(session, pictures);
    }
  }

  /** Holds a picture's levels, or a batch's, to those of a larger batch from picture n on. */
  private static void assertSame(
      Map<String, float[]> actual, Map<String, float[]> expected, int n) {
    actual.forEach(
        (level, values) -> {
          float[] all = requireNonNull(expected.get(level), level);
          int from = n * all.length / 3;
          assertThat(values)
              .as(level)
              .isEqualTo(Arrays.copyOfRange(all, from, from + values.length));
        });
  }
}
