package dev.lanewise.bench.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ClassifyCommandTest {
  /** Pillow's JPEG decoder, with which the expected figures were made, rounds otherwise. */
  private static final Offset<Double> DECODER = Offset.offset(0.03);

  @TempDir private Path folder;
  private Path pictures = Path.of("set by unpackSamples()");

  @BeforeEach
  void unpackSamples() throws IOException {
    pictures = Files.createDirectories(folder.resolve("pictures"));
    for (var name : Samples.PICTURES) {
      try (var stream = Samples.open(name)) {
        Files.copy(stream, pictures.resolve(name));
      }
    }
  }

  @Test
  void samplesAreClassifiedWithoutArgumentsAndTheSpeedIsShown() throws IOException {
    var json = folder.resolve("samples.json");
    var run = Lanewise.run("classify", "--json", json);
    assertThat(run.err()).isEmpty();
    assertThat(run.code()).isZero();
    var results = Reported.read(json);
    assertThat(results).extracting(Reported::picture).isEqualTo(Samples.PICTURES);
    assertTop(results.get(0), "automobile", 0.87);
    assertTop(results.get(1), "dog", 0.87);
    assertTop(results.get(2), "bird", 0.93);
    assertTop(results.get(3), "bird", 0.95);
    assertTop(results.get(4), "automobile", 0.32, "bird", 0.22, "airplane", 0.21);
    assertThat(results).allSatisfy(result -> assertThat(result.millis()).isPositive());
    var lines = run.outLines();
    assertThat(lines.get(1)).matches("dog\\.jpg     dog 0\\.8\\d · \\w+ 0\\.\\d\\d( · .*){3}");
    assertThat(lines.get(6)).matches("one picture, warm, \\d+ threads?, .+ kernels");
    assertThat(lines.get(8)).matches("  Lanewise +[0-9.]+ +[0-9.]+");
    assertThat(lines.get(9)).matches("  naive loops +[0-9.]+ +[0-9.]+  the same bits");
    assertThat(lines.getLast()).matches("[0-9.]+ × faster than naive loops");
  }

  @Test
  void filesAreClassifiedInTheOrderGiven() throws IOException {
    var owl = pictures.resolve("owl.jpg");
    var car = pictures.resolve("car.jpg");
    var json = folder.resolve("out.json");
    var run = Lanewise.run("classify", owl, car, "--top", 2, "--threads", 1, "--json", json);
    assertThat(run.code()).isZero();
    var results = Reported.read(json);
    assertThat(results)
        .extracting(Reported::picture)
        .containsExactly(owl.toString(), car.toString());
    assertThat(results).allSatisfy(result -> assertThat(result.top()).hasSize(2));
    assertThat(run.outLines().getLast())
        .matches("2 pictures, [0-9.]+ ms each \\(median\\), [0-9.]+ GFLOP/s, 1 thread, .+ kernels");
  }

  @Test
  void directoryIsWalkedAndDrawsNoBarOffATerminal() {
    var run = Lanewise.run("classify", pictures, "--top", 1);
    assertThat(run.code()).isZero();
    assertThat(run.err()).isEmpty();
    assertThat(run.outLines().subList(0, 5))
        .allMatch(line -> line.startsWith(pictures.toString()))
        .isSorted();
  }

  @Test
  void directoryDrawsABarOnATerminalThatResultsScrollPast() {
    var run = Lanewise.runOnTerminal("classify", pictures, "--top", 1);
    assertThat(run.code()).isZero();
    assertThat(run.err()).contains("pictures", "/5").endsWith("\r\u001b[K");
    assertThat(run.outLines().subList(0, 5)).allMatch(line -> line.startsWith(pictures.toString()));
  }

  @Test
  void filesDrawNoBarOnATerminal() {
    assertThat(Lanewise.runOnTerminal("classify", pictures.resolve("car.jpg")).err()).isEmpty();
  }

  @Test
  void pictureThatCannotBeReadIsReportedAndTheOthersAreClassified() throws IOException {
    var broken = Files.writeString(folder.resolve("broken.jpg"), "no picture");
    var missing = folder.resolve("missing.png");
    var car = pictures.resolve("car.jpg");
    var json = folder.resolve("out.json");
    var run = Lanewise.run("classify", broken, missing, car, "--json", json);
    assertThat(run.code()).isEqualTo(1);
    assertThat(run.errLines()).hasSize(2);
    assertThat(run.errLines().get(0)).startsWith("lanewise: " + broken + ": ");
    assertThat(run.errLines().get(1)).startsWith("lanewise: " + missing + ": no such file");
    assertThat(Reported.read(json)).extracting(Reported::picture).containsExactly(car.toString());
  }

  @Test
  void debugAddsTheStackTraceOfAPictureThatCannotBeRead() throws IOException {
    var broken = Files.writeString(folder.resolve("broken.jpg"), "no picture");
    var run = Lanewise.run("classify", broken, "--debug");
    assertThat(run.code()).isEqualTo(1);
    assertThat(run.errLines()).hasSizeGreaterThan(2).anyMatch(line -> line.startsWith("\tat "));
    assertThat(run.out()).isEmpty();
  }

  @Test
  void directoryWithoutPicturesIsAFailure() throws IOException {
    var empty = Files.createDirectory(folder.resolve("empty"));
    var run = Lanewise.run("classify", empty);
    assertThat(run.code()).isEqualTo(1);
    assertThat(run.errLines())
        .containsExactly(
            "lanewise: " + empty + ": no pictures in this directory (bmp, gif, jpeg, jpg, png)");
  }

  @Test
  void plainLoopsAreTimedWhereAskedFor() {
    var run = Lanewise.run("classify", pictures.resolve("car.jpg"), "--against-naive");
    assertThat(run.code()).isZero();
    assertThat(run.outLines().getLast()).matches("[0-9.]+ × faster than naive loops");
  }

  @Test
  void labelsNameTheClasses() throws IOException {
    var labels = folder.resolve("labels.txt");
    Files.write(labels, List.of("L0", "L1", "L2", "L3", "L4", "L5", "L6", "L7", "L8", "L9"));
    var run = Lanewise.run("classify", pictures.resolve("car.jpg"), "--labels", labels);
    assertThat(run.outLines().getFirst()).contains("car.jpg  L1 0.8");
  }

  @Test
  void classesOfANetworkWithoutLabelsAreTheirIndices() throws IOException {
    var json = folder.resolve("out.json");
    var car = pictures.resolve("car.jpg");
    var run =
        Lanewise.run("classify", car, "--model", "resnet18", "--weights", "seeded", "--json", json);
    assertThat(run.err()).isEmpty();
    assertThat(run.code()).isZero();
    assertThat(Reported.read(json).getFirst().top())
        .hasSize(5)
        .allSatisfy(guess -> assertThat(guess.label()).matches("[0-9]{1,3}"));
  }

  @Test
  void statisticsOfAnotherDataSetChangeTheResult() {
    var car = pictures.resolve("car.jpg");
    var own = Lanewise.run("classify", car, "--statistics", "cifar10").outLines().getFirst();
    var other = Lanewise.run("classify", car, "--statistics", "imagenet").outLines().getFirst();
    assertThat(own).isEqualTo(Lanewise.run("classify", car).outLines().getFirst());
    assertThat(other).isNotEqualTo(own);
  }

  @Test
  void failureLeavesTheReportThatWasThere() throws IOException {
    var json = Files.writeString(folder.resolve("out.json"), "old");
    var run =
        Lanewise.run("classify", "--json", json, "--weights", folder.resolve("none.safetensors"));
    assertThat(run.code()).isEqualTo(1);
    assertThat(json).hasContent("old");
    assertThat(folder).isDirectoryNotContaining("glob:**.part");
  }

  private static void assertTop(Reported result, Object... labelsAndProbabilities) {
    for (int i = 0; i < labelsAndProbabilities.length; i += 2) {
      var guess = result.top().get(i / 2);
      assertThat(guess.label())
          .as(String.format(Locale.ROOT, "%s, place %d", result.picture(), i / 2 + 1))
          .isEqualTo(labelsAndProbabilities[i]);
      assertThat(guess.probability())
          .as(result.picture())
          .isCloseTo((double) labelsAndProbabilities[i + 1], DECODER);
    }
  }
}
