package dev.lanewise.bench.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class StartupCommandTest {
  @Test
  void weightsThatAreNotThereAreToldBeforeAnythingIsStarted() {
    var run = Lanewise.run("startup", "resnet20", "--weights", "/no/such/file");
    assertThat(run.code()).isEqualTo(1);
    assertThat(run.err()).contains("/no/such/file");
    assertThat(run.errLines()).hasSizeLessThanOrEqualTo(2);
  }

  @Test
  @Tag("slow")
  void everyWayToStartHasAColumnAndEveryFigureARow() {
    var run = Lanewise.run("startup", "resnet20", "--launches", 1, "--runs", 3, "--threads", 1);
    assertThat(run.err()).isEmpty();
    assertThat(run.code()).isZero();
    var lines = run.outLines();
    assertThat(lines.getFirst()).contains("resnet20", "1 thread", "seeded", "1 launches");
    assertThat(lines.get(1)).contains("plain", "kernels early", "AOT cache", "warmUp");
    assertThat(lines)
        .anyMatch(line -> line.matches(" *java to first result, ms( +\\d+){4}"))
        .anyMatch(line -> line.matches(" *peak memory, MB( +(\\d+|–)){4}"))
        .anyMatch(line -> line.matches(" *warm-up, ms( +–){3} +\\d+"));
  }
}
