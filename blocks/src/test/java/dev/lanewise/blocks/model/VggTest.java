package dev.lanewise.blocks.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lanewise.blocks.weights.Weights;
import dev.lanewise.engine.Graph;
import dev.lanewise.engine.Layout;
import dev.lanewise.engine.Shape;
import dev.lanewise.engine.ShapeException;
import dev.lanewise.engine.Tensor;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class VggTest {
  /** Only shapes and names are looked at here: all tensors share the memory of the largest. */
  private static final class Names implements Weights {
    private static final MemorySegment ZEROS =
        Arena.global().allocate(Shape.of(4096, 25088).elements() * Float.BYTES);

    private long parameters;

    @Override
    public boolean declares(String name) {
      return false;
    }

    @Override
    public OptionalInt extent(String name, int axis) {
      return OptionalInt.empty();
    }

    @Override
    public Tensor get(String name, Shape shape) {
      if (!name.contains("running_")) {
        parameters += shape.elements();
      }
      return Tensor.view(ZEROS.asSlice(0, shape.elements() * Float.BYTES), shape, Layout.NCHW);
    }

    @Override
    public void requireAllUsed(String network) {}

    @Override
    public void close() {}
  }

  /** Parameters as torchvision publishes them. */
  @ParameterizedTest
  @CsvSource({
    "vgg11, 132863336",
    "vgg13, 133047848",
    "vgg16, 138357544",
    "vgg19, 143667240",
    "vgg11_bn, 132868840",
    "vgg13_bn, 133053736",
    "vgg16_bn, 138365992",
    "vgg19_bn, 143678248",
  })
  void parametersAreThoseOfTorchvision(String name, long parameters) {
    try (var weights = new Names()) {
      Networks.named(name).orElseThrow().build(weights);
      assertThat(weights.parameters).isEqualTo(parameters);
    }
  }

  @Test
  void constantsAreNamedAsTorchvisionNamesThem() {
    assertThat(graph(Vgg.VGG16).constants().keySet())
        .startsWith("features.0.weight", "features.0.bias", "features.2.weight")
        .contains("features.5.weight", "features.10.bias", "features.28.weight")
        .endsWith(
            "classifier.0.weight",
            "classifier.0.bias",
            "classifier.3.weight",
            "classifier.3.bias",
            "classifier.6.weight",
            "classifier.6.bias");
    assertThat(graph(Vgg.VGG11_BN).constants())
        .containsKeys("features.1.running_var", "features.4.weight", "features.26.bias")
        .doesNotContainKey("features.2.weight");
  }

  @Test
  void stagesHalveThePicture() {
    assertThat(graph(Vgg.VGG16).shapes(Map.of("input", Shape.of(2, 3, 224, 224))))
        .containsEntry("features.3", Shape.of(2, 64, 224, 224))
        .containsEntry("features.4", Shape.of(2, 64, 112, 112))
        .containsEntry("features.16", Shape.of(2, 256, 28, 28))
        .containsEntry("features.30", Shape.of(2, 512, 7, 7))
        .containsEntry("flatten", Shape.of(2, 25088))
        .containsEntry("classifier.6", Shape.of(2, 1000));
  }

  @ParameterizedTest
  @CsvSource({"192, 224", "224, 256", "448, 448"})
  void pictureOfAnotherSizeIsRefusedWithBoth(int height, int width) {
    assertThatThrownBy(
            () -> graph(Vgg.VGG11).shapes(Map.of("input", Shape.of(1, 3, height, width))))
        .isInstanceOf(ShapeException.class)
        .hasMessageContaining("declared as [?, 3, 224, 224], got [1, 3, %d, %d]", height, width);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 4, 6})
  void otherNumberOfStagesIsRefused(int stages) {
    var depths = List.of(1, 1, 1, 1, 1, 1).subList(0, stages);
    assertThatThrownBy(() -> new Vgg("x", depths, false))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("5 stages");
  }

  private static Graph graph(Vgg network) {
    try (var weights = new Names()) {
      return network.build(weights);
    }
  }
}
