package dev.lanewise.bench.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

class MemoryTableTest {
  @Test
  void shareIsTheMedianAndTheRateTheBest() {
    var layer =
        new Moved(
            "Layer a 1", List.of(20.0, 30.0, 25.0), List.of(0.9, 0.5, 0.7), OptionalDouble.of(0.4));
    assertThat(new MemoryTable(List.of(layer)))
        .hasToString(
            """
            | benchmark | of the memory's rate | GB/s | mean | B/run |
            | --- | ---: | ---: | ---: | ---: |
            | Layer a 1 | 70 % | 30.0 | 25.0 | 0 |
            """);
  }

  @Test
  void rateOfTheMemoryItselfHasNoShare() {
    var read = new Moved("Bandwidth 16", List.of(100.0), List.of(), OptionalDouble.empty());
    assertThat(new MemoryTable(List.of(read)).toString())
        .contains("| Bandwidth 16 | – | 100.0 | 100.0 | – |");
  }

  @Test
  void nothingCountedIsNothingToShow() {
    assertThat(new MemoryTable(List.<Moved>of()).isEmpty()).isTrue();
  }
}
