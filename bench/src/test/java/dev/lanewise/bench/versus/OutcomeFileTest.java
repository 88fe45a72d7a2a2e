package dev.lanewise.bench.versus;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lanewise.bench.versus.PairOutcome.Failed;
import dev.lanewise.bench.versus.PairOutcome.Timed;
import dev.lanewise.bench.versus.PairOutcome.Unavailable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OutcomeFileTest {
  private static final PairOutcome DIED = new Failed("died");

  @TempDir private Path folder;

  private PairOutcome passed(PairOutcome outcome) throws IOException {
    var file = folder.resolve("outcome");
    OutcomeFile.write(file, outcome);
    return OutcomeFile.read(file, DIED);
  }

  @Test
  void everyOutcomeComesThrough() throws IOException {
    var rounds = List.of(new Round(1.25, 0.1), new Round(3e-5, 1 / 3.0));
    var timed = new Timed("Peer 1.0, not spinning", 1e-7, 3, rounds);
    assertThat(passed(timed)).isEqualTo(timed);
    assertThat(passed(new Unavailable("no library"))).isEqualTo(new Unavailable("no library"));
    assertThat(passed(new Failed("peer round"))).isEqualTo(new Failed("peer round"));
  }

  @Test
  void reasonOfSeveralLinesBecomesOne() throws IOException {
    assertThat(passed(new Failed("first\n  round 1 2\n"))).isEqualTo(new Failed("first round 1 2"));
  }

  @Test
  void nothingWrittenIsADeath() throws IOException {
    var empty = Files.createFile(folder.resolve("empty"));
    assertThat(OutcomeFile.read(empty, DIED)).isEqualTo(DIED);
  }
}
