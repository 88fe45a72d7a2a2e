package dev.lanewise.bench.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

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
  void everyBottleneckIsThreeFusedStepsAndFourWithAProjection() {
    var steps = steps(Lanewise.run("inspect", "resnet50"));
    int[] depths = {3, 4, 6, 3};
    for (int stage = 0; stage < depths.length; stage++) {
      for (int block = 0; block < depths[stage]; block++) {
        var name = "layer" + (stage + 1) + "." + block;
        var operators = operators(steps, name);
        var convolutions = new ArrayList<>(operators);
        // The first of a stage changes the channels, and projects its shortcut.
        if (block == 0) {
          assertThat(convolutions).as(name).contains(stage == 0 ? "Conv 1×1" : "Conv 1×1/2");
          convolutions.remove(stage == 0 ? "Conv 1×1" : "Conv 1×1/2");
        }
        boolean halves = block == 0 && stage > 0;
        assertThat(convolutions)
            .as(name)
            .containsExactly(
                "Conv 1×1 → relu",
                halves ? "Conv 3×3/2 p1 → relu" : "Conv 3×3 p1 → relu",
                "Conv 1×1 + skip → relu");
      }
    }
    assertThat(steps)
        .extracting(Step::operator)
        .noneMatch(operator -> operator.matches("(BatchNorm|Relu|Add).*"));
    // The blocks', and stem, pooling, mean and classifier.
    assertThat(steps).hasSize(16 * 3 + 4 + 4);
  }

  @Test
  void stepsOfABasicBlockAreTwo() {
    var steps = steps(Lanewise.run("inspect", "resnet18"));
    assertThat(operators(steps, "layer1.0"))
        .containsExactly("Conv 3×3 p1 → relu", "Conv 3×3 p1 + skip → relu");
    assertThat(steps)
        .extracting(Step::operator)
        .noneMatch(operator -> operator.matches("(BatchNorm|Relu|Add).*"));
  }

  @Test
  void stepsMultiplyAndAddAsOftenAsTheLayers() {
    var totals =
        Lanewise.run("inspect", "resnet34", "--input-size", "96x64")
            .out()
            .lines()
            .filter(line -> line.startsWith("  total "))
            .map(line -> line.substring(line.lastIndexOf(' ')))
            .toList();
    assertThat(totals).hasSize(2);
    assertThat(totals.get(1)).isEqualTo(totals.get(0));
  }

  @Test
  void weightsDecideTheShortcuts(@TempDir Path folder) throws IOException {
    var file = folder.resolve("projections.safetensors");
    try (var stream = Samples.open(Samples.NETWORK)) {
      Files.copy(stream, file);
    }
    assertThat(Lanewise.run("inspect", "resnet20", "--weights", file).out())
        .contains("layer2.0.downsample.0", "272,474")
        .doesNotContain("PadChannels");
    assertThat(Lanewise.run("inspect", "resnet20", "--weights", "seeded").out())
        .contains("PadChannels", "269,722")
        .doesNotContain("downsample");
  }

  @Test
  void weightsThatAreNotThereAreNamed() {
    var run = Lanewise.run("inspect", "resnet20", "--weights", "nowhere");
    assertThat(run.code()).isEqualTo(1);
    assertThat(run.errLines()).containsExactly("lanewise: nowhere: no such file or directory");
  }

  @Test
  void slabIsSmallerThanAllActivationsSideBySide() {
    var run = Lanewise.run("inspect", "resnet20");
    long slab = bytes(run, "slab");
    assertThat(bytes(run, "scratch")).isPositive().isLessThan(slab);
    assertThat(bytes(run, "activations")).isGreaterThan(slab);
    // Each of the parameters is a float at least once.
    assertThat(bytes(run, "weights")).isGreaterThan(4 * 265_000);
  }

  private record Step(String name, String operator) {}

  /** The rows of the table under `compiled:`, without headings and total. */
  private static List<Step> steps(Lanewise run) {
    List<Step> steps = new ArrayList<>();
    run.out()
        .lines()
        .dropWhile(line -> !line.startsWith("compiled: "))
        .skip(2)
        .takeWhile(line -> !line.startsWith("  total "))
        .map(line -> line.strip().split(" {2,}", 3))
        .forEach(cells -> steps.add(new Step(cells[0], cells[1])));
    return steps;
  }

  private static List<String> operators(List<Step> steps, String block) {
    return steps.stream()
        .filter(step -> step.name().equals(block) || step.name().startsWith(block + "."))
        .map(Step::operator)
        .toList();
  }

  private static long bytes(Lanewise run, String what) {
    var row = run.out().lines().filter(line -> line.startsWith("  " + what + " ")).findFirst();
    return Long.parseLong(row.orElseThrow().strip().split(" +", 3)[1].replace(",", ""));
  }
}
