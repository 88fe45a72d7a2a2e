package dev.lanewise.engine.internal.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Tag("widths")
class FmaChainsTest {
  @ParameterizedTest
  @CsvSource({"0, 45", "1, 27.5", "2, 18.75"})
  void eachStepHalvesTheDistanceToOne(int steps, float sum) {
    assertThat(FmaChains.run(steps)).isEqualTo(sum);
    assertThat(ScalarFma.run(steps)).isEqualTo(sum);
  }
}
