package dev.lanewise.bench.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lanewise.bench.cli.Table.Column;
import org.junit.jupiter.api.Test;

class TableTest {
  @Test
  void columnsAreAsWideAsTheirWidestCell() {
    var table =
        new Table(Column.left("layer"), Column.right("n"), Column.left("note"))
            .row("conv1", "1,000", "")
            .row("a.longer.name", "7", "last");
    assertThat(table.lines("  "))
        .containsExactly(
            "  layer              n  note",
            "  conv1          1,000",
            "  a.longer.name      7  last");
  }

  @Test
  void rowMustHaveACellForEachColumn() {
    var table = new Table(Column.left("a"), Column.left("b"));
    assertThatThrownBy(() -> table.row("only one")).hasMessage("1 cells in 2 columns");
  }
}
