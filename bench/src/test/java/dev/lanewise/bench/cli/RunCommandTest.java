package dev.lanewise.bench.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lanewise.blocks.weights.Npy;
import dev.lanewise.blocks.weights.SeededWeights;
import dev.lanewise.engine.Layout;
import dev.lanewise.engine.Model;
import dev.lanewise.engine.SessionOptions;
import dev.lanewise.engine.Shape;
import dev.lanewise.engine.Tensor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

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
    assertSame(out, expected("fc", input));
  }

  @Test
  void threadsChangeNoBit() throws IOException {
    var in = write("in.npy", SeededWeights.tensor("input", Shape.of(1, 3, 32, 32)));
    var one = folder.resolve("one.npy");
    var two = folder.resolve("two.npy");
    assertThat(run(in, one, "--threads", "1").code()).isZero();
    assertThat(run(in, two, "--threads", "2", "--precision", "exact").code()).isZero();
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
    assertSame(out.resolve("conv1.npy"), expected("conv1", input));
    assertSame(out.resolve("fc.npy"), expected("fc", input));
    assertThat(out).isDirectoryNotContaining("glob:**.part");
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

  /** The value of the seeded network as the API gives it, in NCHW. */
  private static float[] expected(String value, Tensor input) throws IOException {
    var options = SessionOptions.of("input", input.shape()).withThreads(1).withOutput(value);
    try (var network = LoadedNetwork.open("resnet20", "seeded");
        var model = Model.compile(network.graph());
        var session = model.newSession(options)) {
      return session.run(input).toArray(Layout.NCHW);
    }
  }

  private static void assertSame(Path file, float[] expected) throws IOException {
    try (var actual = Npy.read(file)) {
      assertThat(actual.toArray(Layout.NCHW)).isEqualTo(expected);
    }
  }
}
