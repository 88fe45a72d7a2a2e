package dev.lanewise.engine.internal.gemm;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class SplitTest {
  @Property
  void everyUnitOfEveryPanelBelongsToOnePart(
      @ForAll @IntRange(min = 1, max = 300) int units,
      @ForAll @IntRange(min = 1, max = 240) int rowsOfUnit,
      @ForAll @IntRange(min = 1, max = 70) int panels,
      @ForAll @IntRange(min = 1, max = 9) int threads,
      @ForAll boolean weightsAreLarge) {
    var split = Split.of(units, rowsOfUnit, panels, threads, 1, weightsAreLarge ? 3 : 1);
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

  /** Layers of ResNet-50 on two threads: 1×1 from 256 channels at 56×56, and 512 at 7×7. */
  @Test
  void whatIsLargerIsReadOnce() {
    assertThat(Split.of(448, 7, 2, 2, 3_136 * 256, 256 * 64).panelParts()).isEqualTo(1);
    assertThat(Split.of(7, 7, 64, 2, 49 * 512, 512 * 2_048).panelParts()).isEqualTo(2);
  }

  /** Threads take parts that lie side by side. */
  @Test
  void partsOfTheSamePanelsComeOneAfterTheOther() {
    var split = new Split(9, 8, 3, 2);
    assertThat(IntStream.range(0, split.parts()).map(split::fromPanel))
        .containsExactly(0, 0, 0, 4, 4, 4);
    assertThat(IntStream.range(0, split.parts()).map(split::fromUnit))
        .containsExactly(0, 3, 6, 0, 3, 6);
  }

  @Test
  void evenSharesComeFirst() {
    assertThat(Split.of(3, 7, 8, 2, 3, 1).panelParts()).isEqualTo(2);
    assertThat(Split.of(4, 7, 3, 2, 1, 3).panelParts()).isEqualTo(1);
  }
}
