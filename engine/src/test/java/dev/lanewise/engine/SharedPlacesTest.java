package dev.lanewise.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lanewise.engine.op.Add;
import dev.lanewise.engine.op.AveragePool;
import dev.lanewise.engine.op.Concat;
import dev.lanewise.engine.op.MaxPool;
import dev.lanewise.engine.op.Relu;
import dev.lanewise.engine.op.Slice;
import dev.lanewise.engine.op.Window;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Values that are computed where a concatenation wants them. */
@Tag("widths")
class SharedPlacesTest {
  private static final Window SAME = Window.of(3).pad(1);

  /** Holds all outputs to the reference, at one thread and two; gives the names of the steps. */
  private static List<String> steps(SmallNet net) {
    var graph = net.graph();
    EngineRun.checked(graph, net.inputs(), 1, 2);
    try (var model = Model.compile(graph, EngineRun.EXACT);
        var session = model.newSession(EngineRun.options(net.inputs(), 1))) {
      return session.plan().steps().stream().map(Plan.Step::name).toList();
    }
  }

  @ParameterizedTest(name = "{0} and {1} channels")
  @CsvSource({"16, 32", "32, 16", "48, 48", "64, 32", "16, 16"})
  void wholeVectorsAreNotCopied(int a, int b) {
    var net =
        new SmallNet()
            .input("x", 2, 5, 6, 7)
            .conv("a", "x", a, SAME, 1, true)
            .conv("b", "x", b, Window.of(1), 1, true)
            .node("c", new Concat(), "a", "b")
            .conv("y", "c", 17, Window.of(1), 1, true)
            .output("y");
    assertThat(steps(net)).doesNotContain("c");
  }

  /** As a dense block does: each layer reads what all before it gave. */
  @Test
  void chainOfConcatenationsIsOneBuffer() {
    var net =
        new SmallNet()
            .input("x", 2, 16, 9, 8)
            .node("pool", new MaxPool(Window.of(3).stride(2).pad(1)), "x");
    var wide = "pool";
    for (int layer = 0; layer < 4; layer++) {
      net.node("relu" + layer, new Relu(), wide)
          .conv("narrow" + layer, "relu" + layer, 24, Window.of(1), 1, true)
          .conv("layer" + layer, "narrow" + layer, 32, SAME, 1, false)
          .node("wide" + layer, new Concat(), wide, "layer" + layer);
      wide = "wide" + layer;
    }
    net.node("last", new AveragePool(Window.of(2), false, false), wide).output("last");
    assertThat(steps(net)).noneMatch(name -> name.startsWith("wide"));
  }

  @ParameterizedTest(name = "{0} and {1} channels")
  @CsvSource({"17, 16", "8, 8", "16, 5"})
  void partsOfVectorsAreCopied(int a, int b) {
    var net =
        new SmallNet()
            .input("x", 1, 3, 4, 5)
            .conv("a", "x", a, SAME, 1, true)
            .conv("b", "x", b, SAME, 1, true)
            .node("c", new Concat(), "a", "b")
            .node("y", new Relu(), "c")
            .output("y");
    assertThat(steps(net)).contains("c");
  }

  /** Twice, in two concatenations, as an output, and where an addition wants one pitch. */
  @Test
  void valuesThatAreReadElsewhereKeepTheirBits() {
    var net =
        new SmallNet()
            .input("x", 2, 16, 4, 5)
            .conv("a", "x", 16, SAME, 1, true)
            .conv("b", "x", 32, SAME, 1, true)
            .conv("d", "x", 16, SAME, 1, true)
            .node("aa", new Concat(), "a", "a", "b")
            .node("ab", new Concat(), "b", "a")
            .node("xd", new Concat(), "x", "d", "ab")
            .node("sum", new Add(), "d", "x")
            .node("low", new Relu(), "aa")
            .output("low")
            .output("xd")
            .output("ab")
            .output("sum");
    assertThat(steps(net)).contains("aa", "xd");
  }

  @Test
  void concatenationThatIsAnOutputHoldsItsParts() {
    var net =
        new SmallNet()
            .input("x", 3, 4, 5, 3)
            .conv("a", "x", 32, SAME, 1, true)
            .conv("b", "x", 16, SAME, 1, true)
            .node("c", new Concat(), "a", "b")
            .output("c");
    assertThat(steps(net)).containsExactly("a", "b");
  }

  private static Slice everySecond(int row, int column) {
    return new Slice(
        List.of(
            new Slice.Range(2, row, Long.MAX_VALUE, 2),
            new Slice.Range(3, column, Long.MAX_VALUE, 2)));
  }

  /** As the first layer of some detectors: slices are written element by element. */
  @ParameterizedTest
  @ValueSource(ints = {1, 3, 5, 16, 19})
  void slicesLieSideBySide(int channels) {
    var net =
        new SmallNet()
            .input("x", 2, channels, 6, 22)
            .node("a", everySecond(0, 0), "x")
            .node("b", everySecond(1, 0), "x")
            .node("c", everySecond(0, 1), "x")
            .node("d", everySecond(1, 1), "x")
            .node("all", new Concat(), "a", "b", "c", "d")
            .conv("y", "all", 16, SAME, 1, true)
            .output("y");
    assertThat(steps(net)).containsExactly("a", "b", "c", "d", "y");
  }

  /** A convolution writes whole vectors, and has to be copied behind three channels. */
  @Test
  void slicesLieBesideWhatIsCopied() {
    var net =
        new SmallNet()
            .input("x", 2, 3, 6, 8)
            .node("a", everySecond(0, 1), "x")
            .node("b", everySecond(1, 0), "x")
            .conv("c", "a", 16, SAME, 1, true)
            .conv("d", "x", 5, SAME.stride(2), 1, true)
            .node("all", new Concat(), "b", "c", "d", "a", "b")
            .node("more", new Concat(), "all", "b")
            .output("more");
    assertThat(steps(net)).contains("all", "more");
  }
}
