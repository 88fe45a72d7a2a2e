package dev.lanewise.bench.baseline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class RelativeL2Test {
  @Test
  void differenceRefersToTheSecond() {
    assertThat(RelativeL2.of(new float[] {3, 4}, new float[] {3, 4})).isZero();
    assertThat(RelativeL2.of(new float[] {3, 5}, new float[] {3, 4})).isCloseTo(0.2, within(1e-9));
    assertThat(RelativeL2.of(new float[] {0, 0}, new float[] {0, 0})).isZero();
  }

  @Test
  void whatCannotBeComparedIsNotSmall() {
    assertThat(RelativeL2.of(new float[] {1}, new float[] {1, 1})).isInfinite();
    assertThat(RelativeL2.of(new float[] {1}, new float[] {0})).isInfinite();
    assertThat(RelativeL2.of(new float[] {Float.NaN}, new float[] {1})).isNaN();
    assertThat(RelativeL2.of(new float[] {1}, new float[] {Float.NaN})).isNaN();
  }
}
