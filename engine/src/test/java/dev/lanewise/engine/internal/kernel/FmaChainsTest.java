package dev.lanewise.engine.internal.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("widths")
class FmaChainsTest {
  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 70, 1024})
  void eachStepAddsItsProductToEachChain(int steps) {
    float sum = 45 + 10 * steps / 1024f;
    assertThat(FmaChains.run(steps)).isEqualTo(sum);
    assertThat(ScalarFma.run(steps)).isEqualTo(sum);
  }
}
