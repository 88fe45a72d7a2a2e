package dev.lanewise.bench.op;

import static dev.lanewise.bench.op.Layer3x3.Algorithm.DIRECT;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lanewise.blocks.model.Networks;
import dev.lanewise.blocks.weights.SeededWeights;
import dev.lanewise.engine.Model;
import dev.lanewise.engine.Shape;
import dev.lanewise.engine.op.Conv;
import dev.lanewise.engine.op.Fused;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.openjdk.jmh.annotations.Param;

class LayerShapeTest {
  @ParameterizedTest
  @ValueSource(strings = {"resnet18", "resnet50"})
  void listHoldsTheDistinctLayersOfTheCompiledNetwork(String name) {
    assertThat(LayerShape.of(name)).containsExactlyElementsOf(layers(name));
  }

  private static Set<LayerShape> layers(String name) {
    var graph = Networks.named(name).orElseThrow().build(new SeededWeights());
    var layers = new LinkedHashSet<LayerShape>();
    try (var model = Model.compile(graph)) {
      var compiled = model.graph();
      var shapes = compiled.shapes(Map.of("input", Shape.of(1, 3, 224, 224)));
      for (var node : compiled.nodes()) {
        if (node.op() instanceof Fused fused && fused.op() instanceof Conv conv) {
          var input = requireNonNull(shapes.get(node.inputs().getFirst()));
          var output = requireNonNull(shapes.get(node.name()));
          layers.add(LayerShape.of(fused, conv, input, output.dim(1)));
        }
      }
    }
    return layers;
  }

  @Test
  void benchmarkRunsEveryLayerOfTheLists() throws NoSuchFieldException {
    var listed = new LinkedHashSet<String>();
    for (var network : List.of("resnet18", "resnet50")) {
      LayerShape.of(network).forEach(shape -> listed.add(shape.toString()));
    }
    var param = requireNonNull(LayerBenchmark.class.getField("layer").getAnnotation(Param.class));
    assertThat(param.value()).containsExactlyElementsOf(listed);
  }

  static Stream<LayerShape> smallLayers() {
    var shapes = new ArrayList<LayerShape>();
    for (var network : List.of("resnet18", "resnet50")) {
      LayerShape.of(network).forEach(shape -> shapes.add(shape.at(LayerBenchmark.SMALL)));
    }
    return shapes.stream().distinct();
  }

  @ParameterizedTest
  @MethodSource("smallLayers")
  void allContendersComputeTheSame(LayerShape shape) {
    try (var workload = LayerBenchmark.workload(shape)) {
      workload.checkBits();
    }
  }

  @ParameterizedTest
  @MethodSource("smallLayers")
  void tilesComputeTheDirectSum(LayerShape shape) {
    if (shape.kernel() == 3 && shape.stride() == 1) {
      for (var algorithm : Layer3x3.Algorithm.values()) {
        try (var layer = new Layer3x3(shape, algorithm, 2)) {
          WinogradBenchmark.check(shape, layer);
        }
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void copiesOfWeightsComputeTheSameInTurn(Layer3x3.Algorithm algorithm) {
    var shape = LayerShape.parse("3x3/1_16@8_16_relu");
    // 9, 16 or 36 matrices of 16 × 16 floats.
    try (var one = new Layer3x3(shape, algorithm, 1);
        var several = new Layer3x3(shape, algorithm, 1, 200_000)) {
      assertThat(one.copies()).isEqualTo(1);
      assertThat(several.copies()).isBetween(5, 22);
      one.run();
      for (int run = 0; run <= several.copies(); run++) {
        several.run();
        assertThat(several.output()).isEqualTo(one.output());
      }
    }
  }

  @Test
  void whatComputesSomethingElseIsNotTimed() {
    var shape = LayerShape.parse("3x3/1_16@8_16_relu");
    try (var other = new Layer3x3(LayerShape.parse("3x3/1_16@8_16_none"), DIRECT, 1)) {
      assertThatThrownBy(() -> WinogradBenchmark.check(shape, other))
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining(shape.toString());
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "3x3", "3x1/1_4@8_4_relu", "3x3/1_4@8_4_sigmoid"})
  void otherFormsAreRefused(String text) {
    assertThatThrownBy(() -> LayerShape.parse(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(text);
  }
}
