package dev.lanewise.bench.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class JmhCommandTest {
  @Test
  void optionsOfJmhReachIt() {
    assertThat(Lanewise.run("jmh", "-lrf").code()).isZero();
    assertThat(Lanewise.run("jmh", "-h").code()).isZero();
  }

  @Test
  void optionThatJmhDoesNotKnowIsWrongUsage() {
    var run = Lanewise.run("jmh", "-rff");
    assertThat(run.code()).isEqualTo(2);
    assertThat(run.errLines()).hasSizeLessThanOrEqualTo(2);
    assertThat(run.err()).startsWith("lanewise jmh: ");
  }
}
