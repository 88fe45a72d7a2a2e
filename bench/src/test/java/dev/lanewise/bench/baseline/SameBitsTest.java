package dev.lanewise.bench.baseline;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class SameBitsTest {
  @Test
  void equalBitsPass() {
    float[] values = {1f, -0f, Float.NaN};
    assertThatCode(() -> SameBits.require("y", values, values.clone())).doesNotThrowAnyException();
  }

  @Test
  void zeroOfTheOtherSignIsRefused() {
    assertThatThrownBy(() -> SameBits.require("y", new float[] {1f, 0f}, new float[] {1f, -0f}))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("y: element 1 is -0.0, expected 0.0");
  }

  @Test
  void lastBitCounts() {
    assertThatThrownBy(() -> SameBits.require("y", new float[] {1f}, new float[] {Math.nextUp(1f)}))
        .isInstanceOf(IllegalStateException.class);
  }

  @Test
  void missingElementsAreRefused() {
    assertThatThrownBy(() -> SameBits.require("y", new float[] {1f, 2f}, new float[] {1f}))
        .hasMessageContaining("element 1 is missing");
  }
}
