package dev.lanewise.bench.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lanewise.blocks.model.ResNet;
import dev.lanewise.blocks.onnx.OnnxWriter;
import dev.lanewise.blocks.weights.Npy;
import dev.lanewise.blocks.weights.SeededWeights;
import dev.lanewise.engine.ElementType;
import dev.lanewise.engine.Graph;
import dev.lanewise.engine.Layout;
import dev.lanewise.engine.Shape;
import dev.lanewise.engine.Tensor;
import dev.lanewise.engine.op.ArgReduce;
import dev.lanewise.engine.op.Cast;
import dev.lanewise.engine.op.Flatten;
import dev.lanewise.engine.op.GlobalAveragePool;
import dev.lanewise.engine.op.Linear;
import dev.lanewise.engine.op.Softmax;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** ONNX files in the place of builders' names. */
class OnnxFilesTest {
  private static final Shape PICTURE = Shape.of(1, 3, 32, 32);

  @TempDir Path folder;

  /** ResNet-20 with seeded weights as a file. */
  private Path resnet20() throws IOException {
    var file = folder.resolve("resnet20.onnx");
    try (var weights = new SeededWeights()) {
      OnnxWriter.write(ResNet.RESNET20.build(weights), Map.of("input", PICTURE), file);
    }
    return file;
  }

  private Path write(Graph graph, Shape input) throws IOException {
    var file = folder.resolve(graph.name() + ".onnx");
    OnnxWriter.write(graph, Map.of("x", input), file);
    return file;
  }

  @Test
  void runGivesTheSameFileAsTheBuilder() throws IOException {
    var input = folder.resolve("in.npy");
    Npy.write(input, SeededWeights.tensor("input", PICTURE));
    var ours = folder.resolve("ours.npy");
    var theirs = folder.resolve("theirs.npy");
    assertThat(
            Lanewise.run("run", "resnet20", "--weights=seeded", "--input", input, "--output", ours)
                .code())
        .isZero();
    var run = Lanewise.run("run", resnet20(), "--input", input, "--output", theirs);
    assertThat(run.code()).as(run.err()).isZero();
    assertThat(theirs).hasSameBinaryContentAs(ours);
  }

  @Test
  void runWritesIntegersAsSuch() throws IOException {
    var graph = Graph.builder("argmax");
    graph.input("x", Shape.of(1, 3));
    graph.node("y", new ArgReduce(true, 1, false, false), "x");
    graph.output("y");
    var file = write(graph.build(), Shape.of(1, 3));
    var input = folder.resolve("in.npy");
    Npy.write(input, Tensor.of(Shape.of(1, 3), Layout.NCHW, 1, 3, 2));
    var output = folder.resolve("out.npy");
    var run = Lanewise.run("run", file, "--input", input, "--output", output);
    assertThat(run.code()).as(run.err()).isZero();
    assertThat(Files.readString(output, StandardCharsets.ISO_8859_1))
        .contains("'descr': '<i8'", "'shape': (1,)")
        .endsWith("\1\0\0\0\0\0\0\0");
  }

  @Test
  void inspectShowsTheSameStepsAsTheBuilder() throws IOException {
    var builder = Lanewise.run("inspect", "resnet20");
    var file = Lanewise.run("inspect", resnet20());
    assertThat(file.code()).as(file.err()).isZero();
    assertThat(file.outLines()).isEqualTo(builder.outLines());
  }

  @Test
  void classifyTakesAFileAsItsModel() throws IOException {
    var run =
        Lanewise.run(
            "classify", resnet20(), "--mean=0.4914,0.4822,0.4465", "--std=0.247,0.2435,0.2616");
    assertThat(run.code()).as(run.err()).isZero();
    assertThat(run.out()).contains("car.jpg", "the same bits");
    var model = Lanewise.run("classify", "--model", folder.resolve("resnet20.onnx"));
    assertThat(model.code()).as(model.err()).isZero();
  }

  /** The mean colour as three classes, which a softmax has made probabilities of. */
  @Test
  void classifyDoesNotTakeProbabilitiesForLogits() throws IOException {
    var graph = Graph.builder("softmax");
    graph.input("x", PICTURE);
    graph.node("mean", new GlobalAveragePool(), "x");
    graph.node("flat", new Flatten(), "mean");
    graph.constant("w", Tensor.of(Shape.of(3, 3), Layout.NCHW, 0, 0, 0, 0, 0, 0, 0, 0, 0));
    graph.constant("b", Tensor.of(Shape.of(3), Layout.NCHW, 0, 0, 10));
    graph.node("logits", new Linear(), "flat", "w", "b");
    graph.node("probabilities", new Softmax(), "logits");
    graph.node("y", new Cast(ElementType.F32), "probabilities");
    graph.output("y");
    var run = Lanewise.run("classify", write(graph.build(), PICTURE), "--precision=exact");
    assertThat(run.code()).as(run.err()).isZero();
    assertThat(run.outLines().getFirst()).contains("2 1.00 · 0 0.00");
  }

  @Test
  void aFileHasWeightsOfItsOwn() throws IOException {
    var file = resnet20();
    for (var command : new String[] {"run", "inspect", "classify"}) {
      var words =
          command.equals("run")
              ? new Object[] {"run", file, "--weights=w", "--input=a", "--output=b"}
              : new Object[] {command, file, "--weights=w"};
      var run = Lanewise.run(words);
      assertThat(run.code()).isEqualTo(2);
      assertThat(run.err()).contains("--weights: an ONNX file has weights of its own");
    }
  }

  @Test
  void whatCannotBeFramedIsSaid() throws IOException {
    var graph = Graph.builder("wide");
    graph.input("x", Shape.of(1, 3, 8, 16));
    graph.node("mean", new GlobalAveragePool(), "x");
    graph.output("mean");
    var run = Lanewise.run("classify", write(graph.build(), Shape.of(1, 3, 8, 16)));
    assertThat(run.code()).isEqualTo(2);
    assertThat(run.err()).contains("wide takes pictures of 8x16 pixels");
    var other = Lanewise.run("inspect", resnet20(), "--input-size=33x33");
    assertThat(other.code()).isEqualTo(2);
    assertThat(other.err())
        .contains("--input-size 33x33: input \"input\" is declared as [1, 3, 32");
  }

  @Test
  void aFileThatIsNoneIsSaidInALine() throws IOException {
    var file = Files.writeString(folder.resolve("text.onnx"), "no model");
    var run = Lanewise.run("inspect", file);
    assertThat(run.code()).isEqualTo(1);
    assertThat(run.errLines()).hasSize(1);
    assertThat(run.err()).contains(file.toString());
  }
}
