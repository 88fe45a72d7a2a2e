package dev.lanewise.bench.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StudyCommandTest {
  @TempDir private Path folder;

  @Test
  void tablesHaveTheSameBitsWhateverTheThreads() throws IOException {
    for (int threads : new int[] {1, 3}) {
      var run = study("--threads", threads, "--output", folder.resolve("by" + threads));
      assertThat(run.err()).isEmpty();
      assertThat(run.code()).isZero();
      assertThat(run.outLines().getFirst()).startsWith("network").endsWith("depths");
    }
    for (var table : new String[] {"correlation.csv", "autocorrelation.csv", "fits.csv"}) {
      var one = folder.resolve("by1").resolve(table);
      assertThat(folder.resolve("by3").resolve(table)).hasSameBinaryContentAs(one);
    }
    var lines = Files.readAllLines(folder.resolve("by1/correlation.csv"));
    // Four depths of seven networks of layers, two of three networks of blocks.
    assertThat(lines).hasSize(1 + 7 * 4 + 3 * 2);
    assertThat(lines.getFirst()).startsWith("network,depth,networks,variance,");
    assertThat(lines.get(2)).startsWith("plain,2,2,").matches(".*,0\\.25,0\\.\\d+");
  }

  @Test
  void everyNetworkIsDrawn() {
    var run = study("--output", folder);
    assertThat(run.code()).isZero();
    assertThat(folder)
        .isDirectoryNotContaining("glob:**.part")
        .isDirectoryContaining("glob:**/correlation_conv.svg")
        .isDirectoryContaining("glob:**/autocorrelation_conv_preact.svg")
        .isDirectoryContaining("glob:**/autocorrelation_residual_bn_0.1.svg");
    assertThat(folder.resolve("correlation.svg")).content().contains("<svg", "<path", "</svg>");
  }

  @Test
  void oneDepthHasNoFitAndNoBlocks() {
    var run =
        Lanewise.run(
            "study",
            "gradients",
            "--depths",
            "1..1",
            "--seeds",
            1,
            "--width",
            4,
            "--output",
            folder);
    assertThat(run.code()).isZero();
    assertThat(run.outLines()).hasSize(1);
    assertThat(folder.resolve("correlation_conv.svg")).doesNotExist();
  }

  @Test
  void targetThatCannotBeWrittenEndsItBeforeTheWork() throws IOException {
    var file = Files.createFile(folder.resolve("taken"));
    var run = Lanewise.run("study", "gradients", "--output", file);
    assertThat(run.code()).isEqualTo(1);
    assertThat(run.err()).contains("taken");
    assertThat(run.out()).isEmpty();
  }

  @Test
  void progressIsDrawnOnATerminal() {
    var run =
        Lanewise.runOnTerminal(
            "study", "gradients", "--depths", "1..2", "--seeds", 1, "--width", 4);
    assertThat(run.err()).contains("networks");
  }

  private static Lanewise study(Object... more) {
    var arguments = new Object[8 + more.length];
    var fixed = new Object[] {"study", "gradients", "--depths", "1..4", "--width", 6, "--seeds", 2};
    System.arraycopy(fixed, 0, arguments, 0, fixed.length);
    System.arraycopy(more, 0, arguments, fixed.length, more.length);
    return Lanewise.run(arguments);
  }
}
