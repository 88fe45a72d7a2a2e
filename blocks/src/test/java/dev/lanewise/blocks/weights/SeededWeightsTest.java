package dev.lanewise.blocks.weights;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lanewise.engine.Layout;
import dev.lanewise.engine.Shape;
import java.util.Arrays;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SeededWeightsTest {

  /** Each value is what an independent implementation in NumPy gives for the definition. */
  @ParameterizedTest
  @CsvSource({
    "conv1.weight,            64 3 7 7,    69a29a2cee47d254,"
        + " 0x1.2a66f8p-6 0x1.95c03ep-4 -0x1.8aca58p-3 0x1.86ea52p-4",
    "layer1.0.bn1.running_var, 64,         7a528b41ea8d6939,"
        + " 0x1.25700cp+0 0x1.56999cp+0 0x1.47ffap+0 0x1.4f2e46p-1",
    "layer1.0.bn1.weight,      64,         ef6ae24af0383d28,"
        + " 0x1.418546p-2 0x1.7d37f6p-1 0x1.13a6f6p-1 0x1.aea21ap-2",
    "fc.bias,                  1000,       145e200af8fe4b85,"
        + " -0x1.24edcep-8 -0x1.f91acep-9 -0x1.68584p-5 -0x1.533434p-5",
    "input,                    1 3 224 224, 1ebbae8f5810b65b,"
        + " -0x1.9bd584p+0 0x1.3808b8p-1 -0x1.2f7d2p+0 -0x1.cdeff8p-1"
  })
  void valuesAreThoseOfTheDefinition(String name, String extents, String seed, String expected) {
    var shape = Shape.of(Arrays.stream(extents.split(" ")).mapToInt(Integer::parseInt).toArray());
    assertThat(SeededWeights.seed(name)).isEqualTo(HexFormat.fromHexDigitsToLong(seed));
    var values = SeededWeights.tensor(name, shape).toArray(Layout.NCHW);
    var first = new float[4];
    System.arraycopy(values, 0, first, 0, 4);
    assertThat(first).containsExactly(wanted(expected.split(" ")));
  }

  private static float[] wanted(String[] hexadecimal) {
    var wanted = new float[hexadecimal.length];
    for (int i = 0; i < wanted.length; i++) {
      wanted[i] = Float.parseFloat(hexadecimal[i]);
    }
    return wanted;
  }

  @Test
  void elementDependsOnItsPlaceAlone() {
    var few = SeededWeights.tensor("input", Shape.of(1, 3, 100, 100)).toArray(Layout.NCHW);
    var many = SeededWeights.tensor("input", Shape.of(2, 3, 100, 100)).toArray(Layout.NCHW);
    assertThat(Arrays.copyOf(many, few.length)).containsExactly(few);
    assertThat(many).doesNotContain(Float.NaN).hasSize(60_000);
  }

  @Test
  void everyTensorIsGivenOnceAndWithOneShape() {
    try (var weights = new SeededWeights()) {
      var tensor = weights.get("a.weight", Shape.of(3, 2));
      assertThat(weights.get("a.weight", Shape.of(3, 2))).isSameAs(tensor);
      assertThat(tensor.toArray(Layout.NCHW))
          .containsExactly(SeededWeights.tensor("a.weight", Shape.of(3, 2)).toArray(Layout.NCHW));
      assertThatThrownBy(() -> weights.get("a.weight", Shape.of(2, 3)))
          .isInstanceOf(WeightsException.class)
          .hasMessageContaining("\"a.weight\" was given with shape [3, 2], shape [2, 3] is needed");
      assertThat(weights.declares("a.weight")).isFalse();
      assertThat(weights.extent("a.weight", 0)).isEmpty();
      weights.requireAllUsed("net");
    }
  }

  @Test
  void tensorsEndWithTheirSource() {
    var weights = new SeededWeights();
    var tensor = weights.get("a", Shape.of(1));
    weights.close();
    weights.close();
    assertThatThrownBy(() -> tensor.get(0)).isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(() -> weights.get("a", Shape.of(1)))
        .isInstanceOf(IllegalStateException.class);
  }
}
