package dev.lanewise.blocks.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lanewise.blocks.weights.Safetensors;
import dev.lanewise.blocks.weights.SafetensorsFile;
import dev.lanewise.blocks.weights.SeededWeights;
import dev.lanewise.blocks.weights.WeightsException;
import dev.lanewise.engine.Graph;
import dev.lanewise.engine.Shape;
import dev.lanewise.engine.Tensor;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ResNetTest {
  @TempDir Path folder;

  /**
   * Parameters as torchvision and the CIFAR networks' authors count them, statistics left out; with
   * pre-activation 1,792 fewer: no batch norm behind projections nor in the first block, those
   * before them as narrow as their input, and one at the end.
   */
  @ParameterizedTest
  @CsvSource({
    "resnet18, 11689512, 20, 224, 1000",
    "resnet34, 21797672, 36, 224, 1000",
    "resnet50, 25557032, 53, 224, 1000",
    "resnet101, 44549160, 104, 224, 1000",
    "resnet152, 60192808, 155, 224, 1000",
    "resnext50_32x4d, 25028904, 53, 224, 1000",
    "resnext101_32x8d, 88791336, 104, 224, 1000",
    "resnext101_64x4d, 83455272, 104, 224, 1000",
    "wide_resnet50_2, 68883240, 53, 224, 1000",
    "wide_resnet101_2, 126886696, 104, 224, 1000",
    "preact_resnet18, 11687720, 20, 224, 1000",
    "preact_resnet34, 21795880, 36, 224, 1000",
    "resnet20, 269722, 19, 32, 10",
    "resnet32, 464154, 31, 32, 10",
    "resnet44, 658586, 43, 32, 10",
    "resnet56, 853018, 55, 32, 10",
    "resnet110, 1727962, 109, 32, 10"
  })
  void everyNetworkHasItsParameters(
      String name, long parameters, int convolutions, int inputSize, int classes) {
    var network = Networks.named(name).orElseThrow();
    try (var weights = new SeededWeights()) {
      var graph = network.build(weights);
      assertThat(parameters(graph)).isEqualTo(parameters);
      assertThat(graph.nodes().stream().filter(node -> node.op().toString().startsWith("Conv")))
          .hasSize(convolutions);
      assertThat(graph.name()).isEqualTo(name);
      assertThat(graph.inputs()).containsOnlyKeys("input");
      assertThat(graph.inputs().get("input"))
          .isEqualTo(Shape.of(Shape.UNKNOWN, 3, Shape.UNKNOWN, Shape.UNKNOWN));
      assertThat(graph.outputs()).containsExactly("fc");
      assertThat(graph.shape("fc")).isEqualTo(Shape.of(Shape.UNKNOWN, classes));
      assertThat(network.inputSize()).isEqualTo(inputSize);
      assertThat(network.classes()).isEqualTo(classes);
    }
  }

  private static long parameters(Graph graph) {
    return graph.constants().entrySet().stream()
        .filter(constant -> !constant.getKey().contains("running_"))
        .mapToLong(constant -> constant.getValue().shape().elements())
        .sum();
  }

  @Test
  void stagesHalveThePictureWhateverItsSize() {
    try (var weights = new SeededWeights()) {
      var graph = ResNet.RESNET50.build(weights);
      assertThat(graph.shapes(Map.of("input", Shape.of(1, 3, 224, 224))))
          .containsEntry("conv1", Shape.of(1, 64, 112, 112))
          .containsEntry("relu", Shape.of(1, 64, 112, 112))
          .containsEntry("maxpool", Shape.of(1, 64, 56, 56))
          .containsEntry("layer1.2", Shape.of(1, 256, 56, 56))
          .containsEntry("layer2.3", Shape.of(1, 512, 28, 28))
          .containsEntry("layer3.5", Shape.of(1, 1024, 14, 14))
          .containsEntry("layer4.2", Shape.of(1, 2048, 7, 7))
          .containsEntry("avgpool", Shape.of(1, 2048, 1, 1))
          .containsEntry("flatten", Shape.of(1, 2048))
          .containsEntry("fc", Shape.of(1, 1000));
      assertThat(graph.shapes(Map.of("input", Shape.of(5, 3, 97, 131))))
          .containsEntry("layer4.2", Shape.of(5, 2048, 4, 5));
    }
    try (var weights = new SeededWeights()) {
      var graph = ResNet.RESNET20.build(weights);
      assertThat(graph.shapes(Map.of("input", Shape.of(2, 3, 33, 32))))
          .containsEntry("layer1.2", Shape.of(2, 16, 33, 32))
          .containsEntry("layer2.0.shortcut.subsample", Shape.of(2, 16, 17, 16))
          .containsEntry("layer3.2", Shape.of(2, 64, 9, 8));
    }
  }

  @Test
  void constantsAreNamedAsTorchvisionNamesThem() {
    try (var weights = new SeededWeights()) {
      var constants = ResNet.RESNET50.build(weights).constants();
      assertThat(constants).hasSize(53 + 53 * 4 + 2);
      assertThat(constants.keySet())
          .startsWith("conv1.weight", "bn1.weight", "bn1.bias", "bn1.running_mean")
          .contains(
              "layer1.0.downsample.0.weight",
              "layer1.0.downsample.1.running_var",
              "layer3.5.conv3.weight",
              "layer4.2.bn3.bias")
          .endsWith("fc.weight", "fc.bias");
    }
  }

  @Test
  void registryKnowsTheNetworksByName() {
    assertThat(Networks.names())
        .containsExactly(
            "resnet18",
            "resnet34",
            "resnet50",
            "resnet101",
            "resnet152",
            "resnext50_32x4d",
            "resnext101_32x8d",
            "resnext101_64x4d",
            "wide_resnet50_2",
            "wide_resnet101_2",
            "resnet20",
            "resnet32",
            "resnet44",
            "resnet56",
            "resnet110",
            "preact_resnet18",
            "preact_resnet34",
            "plain18",
            "plain34",
            "vgg11",
            "vgg13",
            "vgg16",
            "vgg19",
            "vgg11_bn",
            "vgg13_bn",
            "vgg16_bn",
            "vgg19_bn",
            "densenet121",
            "densenet161",
            "densenet169",
            "densenet201",
            "fpn_resnet18",
            "fpn_resnet34",
            "fpn_resnet50",
            "fpn_resnet101",
            "fpn_resnet152",
            "fpn_resnext50_32x4d",
            "fpn_resnext101_32x8d",
            "fpn_resnext101_64x4d",
            "fpn_wide_resnet50_2",
            "fpn_wide_resnet101_2");
    assertThat(Networks.named("resnet50")).contains(ResNet.RESNET50);
    assertThat(Networks.named("resnet5")).isEmpty();
    assertThat(Networks.all()).hasSize(41);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "0", "2 0", "-1"})
  void stageWithoutBlocksIsRefused(String depths) {
    var list =
        depths.isEmpty()
            ? List.<Integer>of()
            : List.of(depths.split(" ")).stream().map(Integer::valueOf).toList();
    assertThatThrownBy(() -> new ResNet("x", ResNet.Family.CIFAR, ResNet.Unit.BASIC, list))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("each stage needs a block");
  }

  @Test
  void basicBlocksHaveNoGroups() {
    var basic = ResNet.Unit.BASIC;
    assertThatThrownBy(() -> new ResNet("x", ResNet.Family.IMAGENET, basic, List.of(1), 32, 4))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("basic blocks have neither groups nor another width");
  }

  private Map<String, Tensor> seeded(boolean projections, int classes) {
    Map<String, Tensor> tensors = new LinkedHashMap<>();
    try (var weights = new SeededWeights()) {
      ResNet.RESNET20
          .build(weights)
          .constants()
          .forEach((name, tensor) -> tensors.put(name, SeededWeights.tensor(name, tensor.shape())));
    }
    tensors.put("fc.weight", SeededWeights.tensor("fc.weight", Shape.of(classes, 64)));
    tensors.put("fc.bias", SeededWeights.tensor("fc.bias", Shape.of(classes)));
    for (int stage = 2; projections && stage <= 3; stage++) {
      var path = "layer" + stage + ".0.downsample.";
      int channels = 8 << (stage - 1);
      put(tensors, path + "0.weight", Shape.of(2 * channels, channels, 1, 1));
      for (var name : List.of("weight", "bias", "running_mean", "running_var")) {
        put(tensors, path + "1." + name, Shape.of(2 * channels));
      }
    }
    return tensors;
  }

  private static void put(Map<String, Tensor> tensors, String name, Shape shape) {
    tensors.put(name, SeededWeights.tensor(name, shape));
  }

  private Safetensors file(Map<String, Tensor> tensors) throws IOException {
    return Safetensors.open(SafetensorsFile.write(folder.resolve("w.safetensors"), tensors));
  }

  @Test
  void weightsDecideOnClassesAndShortcuts() throws IOException {
    try (var weights = file(seeded(true, 7))) {
      var graph = ResNet.RESNET20.build(weights);
      assertThat(graph.shape("fc")).isEqualTo(Shape.of(Shape.UNKNOWN, 7));
      assertThat(graph.node("layer2.0.downsample.1")).isNotNull();
      assertThat(graph.node("layer3.0.shortcut.pad")).isNull();
      assertThat(ResNet.RESNET20.build(weights)).isEqualTo(graph);
    }
    try (var weights = file(seeded(false, 100))) {
      var graph = ResNet.RESNET20.build(weights);
      assertThat(graph.shape("fc")).isEqualTo(Shape.of(Shape.UNKNOWN, 100));
      assertThat(graph.node("layer2.0.shortcut.pad")).isNotNull();
    }
  }

  @Test
  void lastLayerMayBeStoredAsLinear() throws IOException {
    var tensors = seeded(false, 10);
    rename(tensors, "fc.weight", "linear.weight");
    rename(tensors, "fc.bias", "linear.bias");
    try (var weights = file(tensors)) {
      var graph = ResNet.RESNET20.build(weights);
      assertThat(graph.constants()).containsKeys("fc.weight", "fc.bias");
      assertThat(graph.outputs()).containsExactly("fc");
    }
  }

  private static void rename(Map<String, Tensor> tensors, String from, String to) {
    var tensor = tensors.remove(from);
    assertThat(tensor).isNotNull();
    tensors.put(to, tensor);
  }

  private void assertRefused(Consumer<Map<String, Tensor>> change, boolean projected, String reason)
      throws IOException {
    var tensors = seeded(projected, 10);
    change.accept(tensors);
    try (var weights = file(tensors)) {
      assertThatThrownBy(() -> ResNet.RESNET20.build(weights))
          .isInstanceOf(WeightsException.class)
          .hasMessageContaining(reason);
      // The caller's source stays open.
      assertThat(weights.get("conv1.weight", Shape.of(16, 3, 3, 3)).get(0, 0, 0, 0)).isFinite();
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"layer3.2.conv2.weight", "layer1.0.bn1.running_var", "fc.bias", "bn1.weight"})
  void missingTensorIsNamed(String name) throws IOException {
    assertRefused(
        tensors -> tensors.remove(name), false, "has no tensor \"" + name + "\"; shape [");
  }

  @Test
  void halfAProjectionIsAnError() throws IOException {
    assertRefused(
        tensors -> tensors.remove("layer3.0.downsample.0.weight"),
        true,
        "has no tensor \"layer3.0.downsample.0.weight\"; shape [64, 32, 1, 1] is needed");
    assertRefused(
        tensors -> tensors.remove("layer2.0.downsample.0.weight"),
        true,
        "tensor \"layer2.0.downsample.1.weight\" (the first of 9) is not one of resnet20's");
  }

  @Test
  void leftOverTensorIsNamed() throws IOException {
    assertRefused(
        tensors -> put(tensors, "layer1.3.conv1.weight", Shape.of(16, 16, 3, 3)),
        false,
        "tensor \"layer1.3.conv1.weight\" is not one of resnet20's");
    assertRefused(
        tensors -> put(tensors, "linear.weight", Shape.of(10, 64)),
        false,
        "tensor \"linear.weight\" is not one of resnet20's");
  }

  @Test
  void otherShapeIsNamedWithBoth() throws IOException {
    assertRefused(
        tensors -> put(tensors, "layer2.0.conv1.weight", Shape.of(32, 16, 1, 1)),
        false,
        "tensor \"layer2.0.conv1.weight\" has shape [32, 16, 1, 1], shape [32, 16, 3, 3] is needed");
    assertRefused(
        tensors -> put(tensors, "fc.weight", Shape.of(640)),
        false,
        "tensor \"fc.weight\" has shape [640], shape [640, 64] is needed");
    assertRefused(
        tensors -> put(tensors, "fc.bias", Shape.of(11)),
        false,
        "tensor \"fc.bias\" has shape [11], shape [10] is needed");
  }

  @Test
  void batchCountsAreNoMatter() throws IOException {
    var tensors = seeded(false, 10);
    put(tensors, "layer1.0.bn1.num_batches_tracked", Shape.of());
    try (var weights = file(tensors)) {
      var graph = ResNet.RESNET20.build(weights);
      assertThat(graph.constants()).doesNotContainKey("layer1.0.bn1.num_batches_tracked");
    }
  }
}
