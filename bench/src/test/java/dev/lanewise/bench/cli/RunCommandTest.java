package dev.lanewise.bench.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lanewise.blocks.weights.Npy;
import dev.lanewise.blocks.weights.SeededWeights;
import dev.lanewise.engine.Graph;
import dev.lanewise.engine.Layout;
import dev.lanewise.engine.Model;
import dev.lanewise.engine.SessionOptions;
import dev.lanewise.engine.Shape;
import dev.lanewise.engine.Tensor;
import dev.lanewise.engine.op.Add;
import dev.lanewise.engine.op.Relu;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

class RunCommandTest {
  @TempDir private Path folder;

  @ParameterizedTest
  @CsvSource({"1, 32, 32", "2, 32, 32", "3, 17, 40"})
  void givesTheBitsOfASession(int batch, int height, int width) throws IOException {
    var input = SeededWeights.tensor("input", Shape.of(batch, 3, height, width));
    var in = write("in.npy", input);
    var out = folder.resolve("out.npy");
    var run =
        Lanewise.run("run", "resnet20", "--weights", "seeded", "--input", in, "--output", out);
    assertThat(run.err()).isEmpty();
    assertThat(run.code()).isZero();
    assertThat(run.outLines().getFirst()).isEqualTo("fc [" + batch + ", 10] → " + out);
    assertSame(out, expected(input, "fc"));
  }

  @Test
  void threadsChangeNoBit() throws IOException {
    threadsChangeNoBit("exact");
    threadsChangeNoBit("fast");
  }

  private void threadsChangeNoBit(String precision) throws IOException {
    var in = write("in.npy", SeededWeights.tensor("input", Shape.of(1, 3, 32, 32)));
    var one = folder.resolve("one.npy");
    var two = folder.resolve("two.npy");
    assertThat(run(in, one, "--threads", "1", "--precision", precision).code()).isZero();
    assertThat(run(in, two, "--threads", "2", "--precision", precision).code()).isZero();
    assertThat(one).hasSameBinaryContentAs(two);
  }

  @Test
  void severalValuesGoIntoADirectoryByName() throws IOException {
    var input = SeededWeights.tensor("input", Shape.of(1, 3, 32, 32));
    var in = write("in.npy", input);
    var out = folder.resolve("values");
    var run = run(in, out + "/", "--value", "conv1", "--value", "fc");
    assertThat(run.err()).isEmpty();
    assertThat(run.code()).isZero();
    // NCHW in the file, whatever the engine computes in.
    assertSame(out.resolve("conv1.npy"), expected(input, "conv1", "fc"));
    assertSame(out.resolve("fc.npy"), expected(input, "fc", "conv1"));
    assertThat(out).isDirectoryNotContaining("glob:**.part");
  }

  @Test
  void everyLevelOfAPyramidGoesIntoADirectory() throws IOException {
    var in = write("in.npy", SeededWeights.tensor("input", Shape.of(1, 3, 65, 50)));
    var out = folder.resolve("levels");
    var run =
        Lanewise.run(
            "run", "fpn_resnet18", "--weights", "seeded", "--input", in, "--output", out + "/");
    assertThat(run.err()).isEmpty();
    assertThat(run.code()).isZero();
    assertThat(run.outLines().getFirst()).isEqualTo("0 [1, 256, 17, 13] → " + out + "/0.npy");
    assertThat(Npy.read(out.resolve("0.npy")).shape()).isEqualTo(Shape.of(1, 256, 17, 13));
    assertThat(Npy.read(out.resolve("3.npy")).shape()).isEqualTo(Shape.of(1, 256, 3, 2));
    assertThat(Npy.read(out.resolve("pool.npy")).shape()).isEqualTo(Shape.of(1, 256, 2, 1));
    assertThat(out).isDirectoryContaining("glob:**/1.npy").isDirectoryContaining("glob:**/2.npy");
  }

  @Test
  void severalValuesDoNotFitOneFile() throws IOException {
    var in = write("in.npy", SeededWeights.tensor("input", Shape.of(1, 3, 32, 32)));
    var run = run(in, folder.resolve("out.npy"), "--value", "conv1", "--value", "fc");
    assertThat(run.code()).isEqualTo(2);
    assertThat(run.err()).contains("2 outputs (conv1, fc) need a directory");
    assertThat(folder).isDirectoryNotContaining("glob:**out*");
  }

  @Test
  void valueNamedTwiceIsWrongUsage() {
    var run = run(folder.resolve("in.npy"), folder, "--value", "fc", "--value", "fc");
    assertThat(run.code()).isEqualTo(2);
    assertThat(run.err()).contains("--value names a layer twice: fc, fc");
  }

  @Test
  void failureLeavesTheOutputThatWasThere() throws IOException {
    var in = write("in.npy", SeededWeights.tensor("input", Shape.of(1, 4, 32, 32)));
    var out = Files.writeString(folder.resolve("out.npy"), "old");
    var run = run(in, out);
    assertThat(run.code()).isEqualTo(1);
    assertThat(run.errLines()).hasSize(1);
    assertThat(run.err()).contains("[?, 3, ?, ?]", "[1, 4, 32, 32]");
    assertThat(out).hasContent("old");
    assertThat(folder).isDirectoryNotContaining("glob:**.part");
  }

  @Test
  void inputThatIsNotThereIsNamed() {
    var in = folder.resolve("nowhere.npy");
    var run = run(in, folder.resolve("out.npy"));
    assertThat(run.code()).isEqualTo(1);
    assertThat(run.errLines()).containsExactly("lanewise: " + in + ": no such file or directory");
  }

  @Test
  void inputThatIsNoArrayIsNamed() throws IOException {
    var in = Files.writeString(folder.resolve("in.npy"), "not an array at all");
    var run = run(in, folder.resolve("out.npy"));
    assertThat(run.code()).isEqualTo(1);
    assertThat(run.errLines()).hasSize(1);
    assertThat(run.err()).startsWith("lanewise: " + in + ": ");
  }

  @Test
  void weightsThatAreNotThereAreNamed() throws IOException {
    var in = write("in.npy", SeededWeights.tensor("input", Shape.of(1, 3, 32, 32)));
    var weights = folder.resolve("nowhere.safetensors");
    var out = folder.resolve("out.npy");
    var run = Lanewise.run("run", "resnet20", "--weights", weights, "--input", in, "--output", out);
    assertThat(run.code()).isEqualTo(1);
    assertThat(run.errLines())
        .containsExactly("lanewise: " + weights + ": no such file or directory");
  }

  @Test
  void weightsOfAnotherNetworkAreRefused() throws IOException {
    var in = write("in.npy", SeededWeights.tensor("input", Shape.of(1, 3, 32, 32)));
    var weights = folder.resolve("resnet20.safetensors");
    try (var stream = Samples.open(Samples.NETWORK)) {
      Files.copy(stream, weights);
    }
    var out = folder.resolve("out.npy");
    var run = Lanewise.run("run", "resnet32", "--weights", weights, "--input", in, "--output", out);
    assertThat(run.code()).isEqualTo(1);
    assertThat(run.errLines()).hasSize(1);
    assertThat(run.err()).contains("layer1.3.conv1.weight");
  }

  @Test
  void folderOfTheOutputThatIsNotThereIsNamedBeforeAnythingIsRead() {
    var out = folder.resolve("nowhere/out.npy");
    var run = run(folder.resolve("no-input-either.npy"), out);
    assertThat(run.code()).isEqualTo(1);
    assertThat(run.errLines())
        .containsExactly("lanewise: " + out.getParent() + ": no such file or directory");
  }

  @Test
  void everyInputComesFromItsFileAndEveryOutputGoesToItsOwn() throws IOException {
    var graph = Graph.builder("two by two");
    graph.input("left", Shape.of(Shape.UNKNOWN, 2, 1, 2));
    graph.input("right/side", Shape.of(Shape.UNKNOWN, 2, 1, 2));
    graph.output(graph.node("sum", new Add(), "left", "right/side"));
    graph.output(graph.node("right/relu", new Relu(), "right/side"));
    var shape = Shape.of(1, 2, 1, 2);
    var left = write("l.npy", Tensor.of(shape, Layout.NCHW, 1, 2, 3, 4));
    var right = write("r.npy", Tensor.of(shape, Layout.NCHW, -10, 20, -30, 40));
    var out = folder.resolve("out");
    var text = new StringWriter();
    var console = new Console(new PrintWriter(text, true), new PrintWriter(text, true), false);
    var command = new RunCommand(console);
    new CommandLine(command)
        .parseArgs(
            ("any --weights seeded --input right/side=" + right + " --input left=" + left)
                .concat(" --output " + out + "/")
                .split(" ", -1));
    command.run(graph.build());
    assertSame(out.resolve("sum.npy"), new float[] {-9, 22, -27, 44});
    assertSame(out.resolve("right%2Frelu.npy"), new float[] {0, 20, 0, 40});
  }

  private static Lanewise run(Object in, Object out, String... more) {
    var arguments = new Object[8 + more.length];
    Object[] fixed = {"run", "resnet20", "--weights", "seeded", "--input", in, "--output", out};
    System.arraycopy(fixed, 0, arguments, 0, fixed.length);
    System.arraycopy(more, 0, arguments, fixed.length, more.length);
    return Lanewise.run(arguments);
  }

  private Path write(String name, Tensor array) throws IOException {
    var file = folder.resolve(name);
    Npy.write(file, array);
    return file;
  }

  /**
   * A value of the seeded network as the API gives it, in NCHW.
   *
   * @param beside what else is asked for: what is kept is not fused, and rounded once more
   */
  private static float[] expected(Tensor input, String value, String... beside) throws IOException {
    var options = SessionOptions.of("input", input.shape()).withThreads(1).withOutput(value);
    for (var other : beside) {
      options = options.withOutput(other);
    }
    try (var network = LoadedNetwork.open("resnet20", "seeded");
        var model = Model.compile(network.graph());
        var session = model.newSession(options)) {
      session.input().copyFrom(input);
      session.run();
      return session.output(value).toArray(Layout.NCHW);
    }
  }

  private static void assertSame(Path file, float[] expected) throws IOException {
    try (var actual = Npy.read(file)) {
      assertThat(actual.toArray(Layout.NCHW)).isEqualTo(expected);
    }
  }
}
