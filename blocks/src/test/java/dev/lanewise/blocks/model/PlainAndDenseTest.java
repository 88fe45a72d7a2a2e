package dev.lanewise.blocks.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lanewise.blocks.weights.SeededWeights;
import dev.lanewise.engine.Model;
import dev.lanewise.engine.SessionOptions;
import dev.lanewise.engine.Shape;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PlainAndDenseTest {
  /**
   * Parameters as torchvision counts them, statistics left out; a plain network has those of the
   * residual one without its projections, 173,824.
   */
  @ParameterizedTest
  @CsvSource({
    "plain18, 11515688, fc",
    "plain34, 21623848, fc",
    "densenet121, 7978856, classifier",
    "densenet161, 28681000, classifier",
    "densenet169, 14149480, classifier",
    "densenet201, 20013928, classifier"
  })
  void everyNetworkHasItsParameters(String name, long parameters, String output) {
    var network = Networks.named(name).orElseThrow();
    try (var weights = new SeededWeights()) {
      var graph = network.build(weights);
      assertThat(
              graph.constants().entrySet().stream()
                  .filter(constant -> !constant.getKey().contains("running_"))
                  .mapToLong(constant -> constant.getValue().shape().elements())
                  .sum())
          .isEqualTo(parameters);
      assertThat(graph.outputs()).containsExactly(output);
      assertThat(graph.shape(output)).isEqualTo(Shape.of(Shape.UNKNOWN, network.classes()));
      assertThat(network.inputSize()).isEqualTo(224);
    }
  }

  @Test
  void plainNetworksHaveNoSkips() {
    try (var weights = new SeededWeights()) {
      var graph = PlainNet.PLAIN34.build(weights);
      assertThat(graph.toString()).doesNotContain("Add", "downsample");
      assertThat(graph.shapes(Map.of("input", Shape.of(1, 3, 97, 131))))
          .containsEntry("layer4.2", Shape.of(1, 512, 4, 5));
    }
  }

  @Test
  void denseBlocksGatherChannelsAndTransitionsHalveThem() {
    try (var weights = new SeededWeights()) {
      var graph = DenseNet.DENSENET121.build(weights);
      assertThat(graph.shapes(Map.of("input", Shape.of(1, 3, 224, 224))))
          .containsEntry("features.pool0", Shape.of(1, 64, 56, 56))
          .containsEntry("features.denseblock1.denselayer1", Shape.of(1, 96, 56, 56))
          .containsEntry("features.denseblock1.denselayer6", Shape.of(1, 256, 56, 56))
          .containsEntry("features.transition1.pool", Shape.of(1, 128, 28, 28))
          .containsEntry("features.denseblock4.denselayer16", Shape.of(1, 1024, 7, 7));
      assertThat(graph.constants().keySet())
          .contains(
              "features.conv0.weight",
              "features.denseblock3.denselayer24.norm2.running_var",
              "features.denseblock3.denselayer24.conv2.weight",
              "features.transition3.conv.weight",
              "features.norm5.bias",
              "classifier.bias");
    }
  }

  @Test
  void concatenationsOfDenseBlocksAreNoSteps() {
    try (var weights = new SeededWeights();
        var model = Model.compile(DenseNet.DENSENET121.build(weights));
        var session = model.newSession(SessionOptions.of("input", Shape.of(1, 3, 64, 64)))) {
      assertThat(session.plan().steps())
          .isNotEmpty()
          .noneMatch(step -> step.operator().startsWith("Concat"));
    }
  }

  @Test
  void stageWithoutBlocksIsRefused() {
    assertThatThrownBy(() -> new PlainNet("x", List.of(2, 0)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("each stage needs a block at least, got [2, 0]");
    assertThatThrownBy(() -> new DenseNet("x", 32, 64, List.of()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("each block needs a layer at least, got []");
  }
}
