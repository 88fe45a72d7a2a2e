package dev.lanewise.bench.study;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class DepthsTest {
  @Test
  void lieEverFurtherApart() {
    assertThat(new Depths(1, 50).measured())
        .containsExactly(
            1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 13, 15, 17, 20, 23, 26, 30, 34, 39, 45, 50);
    assertThat(new Depths(1, 6).measured()).containsExactly(1, 2, 3, 4, 5, 6);
  }

  @Test
  void bothEndsAreMeasured() {
    assertThat(new Depths(30, 31).measured()).containsExactly(30, 31);
    assertThat(new Depths(7, 7).measured()).containsExactly(7);
    assertThat(new Depths(40, 48).measured()).containsExactly(40, 48);
  }
}
