package dev.lanewise.bench.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.api.Test;

class InspectCommandTest {
  @Test
  void resnet50IsShownLayerByLayerWithItsCosts() {
    var run = Lanewise.run("inspect", "resnet50");
    assertThat(run.err()).isEmpty();
    assertThat(run.code()).isZero();
    var lines = run.outLines().stream().map(line -> line.strip().replaceAll(" +", " ")).toList();
    assertThat(lines)
        .contains("input input [1, 3, 224, 224]")
        .contains("conv1 Conv 7×7/2 p3 [1, 64, 112, 112] 9,408 118,013,952")
        .contains("bn1 BatchNorm ε=1.0E-5 [1, 64, 112, 112] 128 0")
        .contains("layer1.0.conv1 Conv 1×1 [1, 64, 56, 56] 4,096 12,845,056")
        .contains("layer4.2.conv2 Conv 3×3 p1 [1, 512, 7, 7] 2,359,296 115,605,504")
        .contains("fc Linear [1, 1000] 2,049,000 2,048,000")
        // torchvision states 25,557,032 parameters and 4.09 billion multiply-adds.
        .contains("total 25,557,032 4,089,184,256");
  }

  @Test
  void inputSizeChangesTheShapes() {
    var run = Lanewise.run("inspect", "resnet18", "--input-size", "64x96");
    assertThat(run.code()).isZero();
    assertThat(run.out()).contains("input input [1, 3, 64, 96]", "[1, 512, 2, 3]");
  }

  @Test
  void weightsOfAFileAreShown() throws IOException {
    try (var network = LoadedNetwork.embedded()) {
      assertThat(network.graph().name()).isEqualTo("resnet20");
    }
    assertThat(Lanewise.run("inspect", "resnet20", "--weights", "nowhere").errLines())
        .containsExactly("lanewise: nowhere: no such file or directory");
  }

  @Test
  void memoryIsStated() {
    var lines = Lanewise.run("inspect", "resnet20").outLines();
    assertThat(lines).anyMatch(line -> line.matches("  slab +[0-9,]+  .*"));
    assertThat(lines).anyMatch(line -> line.matches("  scratch +[0-9,]+  .*"));
    assertThat(lines).anyMatch(line -> line.matches("  activations +[0-9,]+  .*"));
    assertThat(lines).anyMatch(line -> line.matches("  weights +[0-9,]+  .*"));
  }
}
