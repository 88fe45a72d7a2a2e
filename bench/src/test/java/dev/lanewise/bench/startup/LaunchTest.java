package dev.lanewise.bench.startup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lanewise.blocks.model.ResNet;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LaunchTest {
  private static Launch read(String... lines) throws IOException {
    return Launch.read(
        new BufferedReader(new StringReader(String.join("\n", lines))), System.nanoTime());
  }

  @Test
  void whatTheProgramSaysIsKeptAndOtherLinesAreNot() throws IOException {
    var launch = read("WARNING: incubator", "READY 7", "FIRST 100", "RUN x", "RUN 9", "RUN 8");
    assertThat(launch.all(Said.READY)).containsExactly(7L);
    assertThat(launch.all(Said.RUN)).containsExactly(9L, 8L);
    assertThat(launch.all(Said.PEAK)).isEmpty();
    assertThat(launch.last()).isEqualTo("RUN x");
    assertThat(launch.untilFirst()).isPositive();
  }

  @Test
  void aProgramWithoutAResultIsRefusedWithItsLastWords() {
    assertThatThrownBy(() -> read("READY 7", "Exception: no such file"))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("no such file");
  }

  @Test
  void fullSpeedIsWithinAFewPercentOfTheLastRuns() throws IOException {
    // The last two are 10, so that up to 11.5 is full speed; the first result is run 1.
    var launch = read("FIRST 100", "RUN 40", "RUN 12", "RUN 11", "RUN 30", "RUN 10", "RUN 10");
    assertThat(launch.steadyNanos()).isEqualTo(10);
    assertThat(launch.fullSpeedAt()).isEqualTo(4);
  }

  @Test
  void withoutRunsNothingIsSaidOfTheirSpeed() throws IOException {
    var launch = read("FIRST 100");
    assertThat(launch.steadyNanos()).isZero();
    assertThat(launch.fullSpeedAt()).isZero();
  }

  @Test
  void aJvmThatRunsANetworkSaysAllThereIs(@TempDir Path folder) throws IOException {
    var file = folder.resolve("weights");
    SeededFile.write(ResNet.RESNET20, file);
    var launch =
        Launch.of(JavaProgram.of(FirstRuns.class, "resnet20", file.toString(), "1", "3", "false"));
    assertThat(launch.all(Said.RUN)).hasSize(3).allMatch(nanos -> nanos > 0);
    assertThat(launch.all(Said.REOPENED)).isNotEmpty();
    for (var once : List.of(Said.READY, Said.FIRST, Said.WEIGHTS, Said.SLAB)) {
      assertThat(launch.all(once)).as("%s", once).hasSize(1).allMatch(value -> value > 0);
    }
    long said = launch.all(Said.READY).getFirst() + launch.all(Said.FIRST).getFirst();
    assertThat(launch.untilFirst()).isGreaterThan(said);
  }

  @Test
  void aJvmThatFailsIsAnError() {
    var program = JavaProgram.of(FirstRuns.class, "resnet20", "/no/such/file", "1", "3", "false");
    assertThatThrownBy(() -> Launch.of(program)).isInstanceOf(IOException.class);
  }
}
