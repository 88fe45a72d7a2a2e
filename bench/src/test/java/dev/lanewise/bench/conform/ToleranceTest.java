package dev.lanewise.bench.conform;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lanewise.engine.Layout;
import dev.lanewise.engine.Shape;
import dev.lanewise.engine.Tensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ToleranceTest {
  private static Tensor floats(float... values) {
    return Tensor.of(Shape.of(values.length), Layout.NCHW, values);
  }

  @ParameterizedTest
  @CsvSource({
    "1000,     1000.9,   true",
    "1000,     1001.1,   false",
    "0,        0.00000009, true",
    "0,        0.0000002,  false",
    "NaN,      NaN,      true",
    "NaN,      1,        false",
    "Infinity, Infinity, true",
    "Infinity, -Infinity, false",
    "Infinity, 1,        false",
  })
  void theStandardsToleranceIsOfEachNumber(float expected, float actual, boolean fits) {
    var mismatch = Tolerance.STANDARD.mismatch("y", floats(5, actual), floats(5, expected));
    assertThat(mismatch.isEmpty()).isEqualTo(fits);
  }

  @Test
  void aNetworksToleranceIsOfTheLargestNumber() {
    var expected = floats(100, 0);
    assertThat(Tolerance.NETWORK.mismatch("y", floats(100, 0.01f), expected)).isEmpty();
    assertThat(Tolerance.NETWORK.mismatch("y", floats(100, 0.0101f), expected)).isPresent();
  }

  @Test
  void integersMustBeEqual() {
    var expected = Tensor.ofLongs(Shape.of(2), 10_000, 7);
    assertThat(Tolerance.STANDARD.mismatch("y", Tensor.ofLongs(Shape.of(2), 10_000, 7), expected))
        .isEmpty();
    assertThat(Tolerance.STANDARD.mismatch("y", Tensor.ofLongs(Shape.of(2), 10_001, 7), expected))
        .hasValueSatisfying(text -> assertThat(text).contains("1 of 2 elements differ"));
  }

  @Test
  void largeIntegersAreNotRounded() {
    long large = 1L << 53;
    var expected = Tensor.ofLongs(Shape.of(1), large);
    assertThat(Tolerance.STANDARD.mismatch("y", Tensor.ofLongs(Shape.of(1), large + 1), expected))
        .hasValue(
            "y: 1 of 1 elements differ, the first is 9007199254740993, expected 9007199254740992");
  }

  @Test
  void shapesMustBeEqual() {
    assertThat(Tolerance.STANDARD.mismatch("y", floats(1), floats(1, 1)))
        .hasValue("y has shape [1], expected [2]");
  }
}
