package dev.lanewise.engine.internal.gemm;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

class SplitTest {
  @Property
  void everyUnitOfEveryPanelBelongsToOnePart(
      @ForAll @IntRange(min = 1, max = 300) int units,
      @ForAll @IntRange(min = 1, max = 240) int rowsOfUnit,
      @ForAll @IntRange(min = 1, max = 70) int panels,
      @ForAll @IntRange(min = 1, max = 9) int threads) {
    var split = Split.of(units, rowsOfUnit, panels, threads);
    var owners = new int[units * panels];
    for (int part = 0; part < split.parts(); part++) {
      assertThat(split.toUnit(part) - split.fromUnit(part)).isBetween(1, split.mostUnits());
      for (int unit = split.fromUnit(part); unit < split.toUnit(part); unit++) {
        for (int panel = split.fromPanel(part); panel < split.toPanel(part); panel++) {
          owners[unit * panels + panel]++;
        }
      }
    }
    assertThat(Arrays.stream(owners)).allMatch(count -> count == 1);
  }
}
