package dev.lanewise.bench.versus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;

class SpreadTest {
  @Test
  void quantilesLieBetweenNeighbours() {
    // Place 0.1 · 10 = 1 of 0 … 10, in any order.
    var values = List.of(10.0, 3.0, 4.0, 1.0, 0.0, 9.0, 8.0, 2.0, 7.0, 5.0, 6.0);
    assertThat(Spread.of(values)).isEqualTo(new Spread(5, 1, 9));
    var two = Spread.of(List.of(2.0, 1.0));
    assertThat(two.median()).isEqualTo(1.5);
    assertThat(two.p10()).isCloseTo(1.1, within(1e-12));
    assertThat(two.p90()).isCloseTo(1.9, within(1e-12));
  }

  @Test
  void oneValueIsAllThree() {
    assertThat(Spread.of(List.of(3.0))).isEqualTo(new Spread(3, 3, 3));
  }

  @Test
  void medianTakesTheFirstValuesOnly() {
    assertThat(Spread.median(new double[] {5, 1, 3, -100, 0}, 3)).isEqualTo(3);
  }

  @Test
  void noValueHasNoSpread() {
    assertThatThrownBy(() -> Spread.of(List.of())).isInstanceOf(IllegalArgumentException.class);
  }
}
