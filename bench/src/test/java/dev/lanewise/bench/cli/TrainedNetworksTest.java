package dev.lanewise.bench.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Photographs, as PyTorch with Pillow classifies them with the same weights. */
class TrainedNetworksTest {
  /** Expected figures have two digits, and JPEG decoders differ by a level here and there. */
  private static final Offset<Double> DIGITS = Offset.offset(0.011);

  @ParameterizedTest
  @CsvSource({"resnet18, resnet18_pqf, 2", "resnet50, resnet50_pqf_f16, 3"})
  void photographsAreWhatPyTorchSaysTheyAre(
      String model, String weights, int column, @TempDir Path folder) throws IOException {
    var pictures = SharedData.file("pictures");
    var json = folder.resolve("out.json");
    var run =
        Lanewise.run(
            "classify",
            pictures,
            "--model",
            model,
            "--weights",
            SharedData.unpacked("models/imagenet/" + weights + ".safetensors"),
            "--labels",
            pictures.resolve("imagenet_classes.txt"),
            "--json",
            json);
    assertThat(run.err()).isEmpty();
    assertThat(run.code()).isZero();
    var rows = rows(pictures.resolve("EXPECTED_TOP2.tsv"));
    var results = Reported.read(json);
    assertThat(results)
        .extracting(result -> Path.of(result.picture()).getFileName().toString())
        .isEqualTo(rows.stream().map(List::getFirst).toList());
    for (int i = 0; i < rows.size(); i++) {
      // For example `tabby 0.74 / tiger cat 0.26`.
      var best = rows.get(i).get(column).split(" / ", 2)[0];
      int space = best.lastIndexOf(' ');
      var guess = results.get(i).top().getFirst();
      assertThat(guess.label()).as(rows.get(i).getFirst()).isEqualTo(best.substring(0, space));
      assertThat(guess.probability())
          .as(rows.get(i).getFirst())
          .isCloseTo(Double.parseDouble(best.substring(space + 1)), DIGITS);
    }
  }

  /** The cells of each row but the headings. */
  private static List<List<String>> rows(Path table) throws IOException {
    return Files.readAllLines(table).stream()
        .skip(1)
        .map(line -> List.of(line.split("\t", -1)))
        .toList();
  }
}
