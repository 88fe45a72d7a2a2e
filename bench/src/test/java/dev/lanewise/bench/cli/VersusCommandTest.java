package dev.lanewise.bench.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

class VersusCommandTest {
  private static final String HEADINGS =
      "model,peer,threads,precision,batch,ours_ms,peer_ms,ratio_median,ratio_p10,ratio_p90";

  @TempDir private Path folder;

  @Test
  void smallNetworkIsTimedBesideOnnxRuntime() throws IOException {
    var csv = folder.resolve("versus.csv");
    var svg = folder.resolve("versus.svg");
    var run =
        Lanewise.run(
            "versus",
            "--peers",
            "onnxruntime",
            "--models",
            "resnet20",
            "--threads",
            "1",
            "--precision",
            "exact",
            "--batch",
            "2",
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
    assertThat(run.outLines().getFirst()).contains("kernels", "JDK ", "processors");
    // Both of its variants ran, in the table is the better one.
    assertThat(run.out()).contains("ONNX Runtime 1.", ", spinning,", ", not spinning,");
    assertThat(run.outLines().getLast()).startsWith("resnet20  ONNX Runtime 1.");
    var lines = Files.readAllLines(csv);
    assertThat(lines).hasSize(2);
    assertThat(lines.getFirst()).isEqualTo(HEADINGS);
    assertThat(lines.getLast()).matches("resnet20,onnxruntime,1,exact,2(,\\d+\\.\\d{4}){5}");
    assertThat(svg).content().contains("<svg", "<path", "</svg>");
  }

  @Test
  void targetThatCannotBeWrittenEndsItBeforeTheWork() {
    var nowhere = folder.resolve("nowhere/versus.csv");
    var run = Lanewise.run("versus", "--models", "resnet20", "--csv", nowhere);
    assertThat(run.code()).isEqualTo(1);
    assertThat(run.err()).contains("nowhere: no such file or directory");
    assertThat(run.out()).isEmpty();
  }

  /** OpenBLAS's native code is there for one platform. */
  @EnabledOnOs(value = OS.LINUX, architectures = "amd64")
  @Test
  void productIsTimedBesideOpenBlas() throws IOException {
    var csv = folder.resolve("gemm.csv");
    var run =
        Lanewise.run(
            "versus", "gemm", "--only", "1", "--rounds", "2", "--block", "1", "--csv", csv);
    assertThat(run.err()).isEmpty();
    assertThat(run.code()).isZero();
    assertThat(run.outLines().get(1)).matches("OpenBLAS [\\d.]+, kernels for \\w+");
    assertThat(run.outLines().getLast()).startsWith("12544 × 147 · 147 × 64 ");
    var lines = Files.readAllLines(csv);
    assertThat(lines).hasSize(2);
    assertThat(lines.getFirst())
        .isEqualTo("rows,depth,columns,ours_gflops,peer_gflops,ratio_median,ratio_p10,ratio_p90");
    assertThat(lines.getLast()).matches("12544,147,64(,\\d+\\.\\d+){5}");
  }
}
