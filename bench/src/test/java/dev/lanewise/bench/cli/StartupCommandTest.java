package dev.lanewise.bench.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

class StartupCommandTest {
  @Test
  void weightsThatAreNotThereAreToldBeforeAnythingIsStarted() {
    var run = Lanewise.run("startup", "resnet20", "--weights", "/no/such/file");
    assertThat(run.code()).isEqualTo(1);
    assertThat(run.err()).contains("/no/such/file");
    assertThat(run.errLines()).hasSizeLessThanOrEqualTo(2);
  }

  @Test
  void peerThatOpensNoFileIsToldBeforeAnythingIsStarted() {
    var run = Lanewise.run("startup", "resnet20", "--peers", "onnxruntime,onednn");
    assertThat(run.code()).isEqualTo(2);
    assertThat(run.err()).contains("there is no peer \"onednn\"", "there is: onnxruntime");
    assertThat(run.out()).isEmpty();
  }

  @Test
  @Tag("slow")
  @EnabledOnOs(value = OS.LINUX, architectures = "amd64")
  void peerHasColumnsBesideOursAndATableOfRatios() {
    var run =
        Lanewise.run(
            "startup",
            "resnet20",
            "--launches",
            1,
            "--runs",
            3,
            "--threads",
            1,
            "--peers",
            "onnxruntime");
    assertThat(run.err()).isEmpty();
    assertThat(run.code()).isZero();
    assertThat(run.outLines().get(1)).endsWith("warmUp  onnxruntime  onnxruntime unpacked");
    assertThat(run.outLines())
        .anyMatch(line -> line.matches(" *of it first run, ms( +\\d+){6}"))
        .anyMatch(line -> line.matches(" *slab, MB( +\\d+\\.\\d){4}( +–){2}"))
        .anyMatch(line -> line.matches("ONNX Runtime 1\\.\\S+, spinning, .*by ours:"))
        .anyMatch(line -> line.matches(" *java to first result( +\\d+\\.\\d{2,3}){4}"))
        .anyMatch(line -> line.matches(" *full speed( +\\d+\\.\\d{2,3}){4}"));
  }

  @Test
  @Tag("slow")
  void everyWayToStartHasAColumnAndEveryFigureARow() {
    var run = Lanewise.run("startup", "resnet20", "--launches", 1, "--runs", 3, "--threads", 1);
    assertThat(run.err()).isEmpty();
    assertThat(run.code()).isZero();
    var lines = run.outLines();
    assertThat(lines.getFirst()).contains("resnet20", "1 thread", "seeded", "1 launches");
    assertThat(lines.get(1)).contains("plain", "vectors at once", "AOT cache", "warmUp");
    assertThat(lines)
        .anyMatch(line -> line.matches(" *java to first result, ms( +\\d+){4}"))
        .anyMatch(line -> line.matches(" *peak memory, MB( +(\\d+|–)){4}"))
        .anyMatch(line -> line.matches(" *warm-up, ms( +–){3} +\\d+"));
  }
}
