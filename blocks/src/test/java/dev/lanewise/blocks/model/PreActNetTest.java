package dev.lanewise.blocks.model;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lanewise.blocks.weights.SeededWeights;
import dev.lanewise.engine.CompileOptions;
import dev.lanewise.engine.Layout;
import dev.lanewise.engine.Model;
import dev.lanewise.engine.Precision;
import dev.lanewise.engine.SessionOptions;
import dev.lanewise.engine.Shape;
import dev.lanewise.engine.Tensor;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class PreActNetTest {
  @Test
  void activationsPrecedeConvolutionsAndOneMoreEndsIt() {
    try (var weights = new SeededWeights()) {
      var graph = PreActNet.PREACT_RESNET18.build(weights);
      assertThat(graph.constants())
          .containsKeys("bn1.weight", "layer1.1.bn1.weight", "layer2.0.downsample.0.weight")
          .containsKeys("bn2.running_var", "fc.bias")
          .doesNotContainKeys("layer1.0.bn1.weight", "layer2.0.downsample.1.weight");
      assertThat(graph.shape("layer3.0.bn1.weight")).isEqualTo(Shape.of(128));
      assertThat(graph.shape("layer3.0.bn2.weight")).isEqualTo(Shape.of(256));
      assertThat(graph.node("bn2")).asString().startsWith("bn2 = BatchNorm ε=1.0E-5(layer4.1,");
      assertThat(graph.shapes(Map.of("input", Shape.of(1, 3, 97, 131))))
          .containsEntry("relu2", Shape.of(1, 512, 4, 5));
    }
  }

  @ParameterizedTest
  @EnumSource
  void threadsAndBatchChangeNoBit(Precision precision) {
    var both = SeededWeights.tensor("input", Shape.of(2, 3, 64, 49));
    float[] values = both.toArray(Layout.NCHW);
    int picture = values.length / 2;
    try (var weights = new SeededWeights();
        var model =
            Model.compile(
                PreActNet.PREACT_RESNET18.build(weights),
                CompileOptions.DEFAULT.withPrecision(precision))) {
      float[] batch = logits(model, both, 1);
      assertThat(logits(model, both, 2)).containsExactly(batch);
      int classes = batch.length / 2;
      for (int n = 0; n < 2; n++) {
        float[] pixels = Arrays.copyOfRange(values, n * picture, (n + 1) * picture);
        var one = Tensor.of(Shape.of(1, 3, 64, 49), Layout.NCHW, pixels);
        assertThat(logits(model, one, 2))
            .containsExactly(Arrays.copyOfRange(batch, n * classes, (n + 1) * classes));
      }
      assertThat(batch).doesNotContain(Float.NaN, Float.POSITIVE_INFINITY);
      assertThat(batch[0]).isNotEqualTo(batch[classes]);
    }
  }

  private static float[] logits(Model model, Tensor input, int threads) {
    var options = SessionOptions.of("input", input.shape()).withThreads(threads);
    try (var session = model.newSession(options)) {
      return requireNonNull(GoldenNetwork.run(session, input).get("fc"));
    }
  }

  @Test
  void stageWithoutBlocksIsRefused() {
    assertThatThrownBy(() -> new PreActNet("x", List.of(0)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("each stage needs a block at least, got [0]");
  }
}
