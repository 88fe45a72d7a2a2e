package dev.lanewise.bench.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lanewise.blocks.onnx.OnnxWriter;
import dev.lanewise.blocks.weights.Npy;
import dev.lanewise.engine.Graph;
import dev.lanewise.engine.Layout;
import dev.lanewise.engine.Shape;
import dev.lanewise.engine.Tensor;
import dev.lanewise.engine.op.Relu;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConformCommandTest {
  private static final Shape SHAPE = Shape.of(1, 3);

  @TempDir Path folder;

  /** A model that rectifies −1, 0.5, 2, beside what is said to come out. */
  private void rectifier(String name, float... expected) throws IOException {
    var graph = Graph.builder(name);
    graph.input("x", SHAPE);
    graph.node("y", new Relu(), "x");
    graph.output("y");
    var test = Files.createDirectories(folder.resolve(name).resolve("test_data_set_0"));
    OnnxWriter.write(graph.build(), Map.of("x", SHAPE), folder.resolve(name).resolve("model.onnx"));
    Npy.write(test.resolve("input_0.npy"), Tensor.of(SHAPE, Layout.NCHW, -1, 0.5f, 2));
    Npy.write(test.resolve("output_0.npy"), Tensor.of(SHAPE, Layout.NCHW, expected));
  }

  @Test
  void casesThatPassAreCounted() throws IOException {
    rectifier("a", 0, 0.5f, 2);
    rectifier("b", 0, 0.5f, 2.001f);
    var run = Lanewise.run("conform", folder, "--bits");
    assertThat(run.code()).isZero();
    assertThat(run.outLines().getLast()).isEqualTo("2 passed, 0 failed, 0 unsupported");
    assertThat(run.outLines().get(1)).isEqualTo("a     passed  largest difference 0.0");
  }

  @Test
  void aCaseThatFailsIsSaidWithItsDifference() throws IOException {
    rectifier("a", 0, 0.5f, 2);
    rectifier("b", 0, 0.25f, 2);
    var json = folder.resolve("report.json");
    var run = Lanewise.run("conform", folder, "--json", json);
    assertThat(run.code()).isEqualTo(1);
    assertThat(run.out())
        .contains(
            "y: 1 of 3 elements differ, the first is 0.5, expected 0.25; largest difference 0.25");
    assertThat(Files.readString(json))
        .contains("\"passed\" : 1", "\"failed\" : 1", "\"unsupported\" : 0")
        .contains("\"name\" : \"b\"", "\"status\" : \"failed\"");
  }

  @Test
  void aModelThatIsRefusedIsUnsupported() throws IOException {
    rectifier("a", 0, 0.5f, 2);
    var model = folder.resolve("a/model.onnx");
    var bytes = Files.readAllBytes(model);
    var text = new String(bytes, StandardCharsets.ISO_8859_1);
    Files.write(model, text.replace("Relu", "Rulu").getBytes(StandardCharsets.ISO_8859_1));
    var run = Lanewise.run("conform", folder);
    assertThat(run.code()).isZero();
    assertThat(run.out()).contains("Rulu").endsWith("0 passed, 0 failed, 1 unsupported\n");
  }

  @Test
  void aListChoosesAndMustBeThere() throws IOException {
    rectifier("a", 0, 0.5f, 2);
    rectifier("b", 9, 9, 9);
    var list = Files.writeString(folder.resolve("list.txt"), "# some\na\n");
    assertThat(Lanewise.run("conform", folder, "--list", list).outLines().getLast())
        .isEqualTo("1 passed, 0 failed, 0 unsupported");
    Files.writeString(list, "c\n");
    var run = Lanewise.run("conform", folder, "--list", list);
    assertThat(run.code()).isEqualTo(1);
    assertThat(run.err()).contains("list.txt: there is no test c");
  }

  @Test
  void aFolderWithoutModelsIsAnError() {
    var run = Lanewise.run("conform", folder);
    assertThat(run.code()).isEqualTo(1);
    assertThat(run.err()).contains("no model.onnx in");
  }
}
