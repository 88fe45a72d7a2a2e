package dev.lanewise.bench.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CompareNetsCommandTest {
  @TempDir private Path folder;

  @Test
  void networksWithAndWithoutSumsAreShown() throws IOException {
    var csv = folder.resolve("nets.csv");
    var svg = folder.resolve("nets.svg");
    var run =
        Lanewise.run(
            "compare-nets",
            "--models",
            "plain18,resnet20",
            "--threads",
            "1",
            "--rounds",
            "2",
            "--block",
            "1",
            "--csv",
            csv,
            "--svg",
            svg);
    assertThat(run.err()).isEmpty();
    assertThat(run.code()).isZero();
    assertThat(run.outLines()).hasSize(3);
    assertThat(run.outLines().getFirst())
        .startsWith("network ")
        .contains("parameters", "⊕ apart %");
    assertThat(run.outLines().get(1)).startsWith("plain18 ").contains("11,515,688").endsWith("–");
    assertThat(run.outLines().get(2))
        .startsWith("resnet20 ")
        .contains("269,722", "(")
        .endsWith(")");
    var lines = Files.readAllLines(csv);
    assertThat(lines).hasSize(3);
    assertThat(lines.getFirst()).startsWith("network,parameters,multiply_adds,slab_bytes,ms,");
    assertThat(lines).allMatch(line -> line.split(",", -1).length == 14);
    assertThat(lines.get(1)).startsWith("plain18,11515688,").endsWith(",,,,,,,");
    assertThat(lines.get(2)).startsWith("resnet20,269722,").matches(".*(,-?\\d+\\.\\d{4}){10}");
    assertThat(svg).content().contains("<svg", "</svg>");
  }

  @Test
  void networkThatIsNotThereEndsItBeforeTheWork() {
    var run = Lanewise.run("compare-nets", "--models", "resnet20,resnet21");
    assertThat(run.code()).isEqualTo(2);
    assertThat(run.err()).contains("no network \"resnet21\"");
    assertThat(run.out()).isEmpty();
  }
}
