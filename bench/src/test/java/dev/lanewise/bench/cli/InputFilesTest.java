package dev.lanewise.bench.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lanewise.engine.Graph;
import dev.lanewise.engine.Shape;
import dev.lanewise.engine.op.Add;
import dev.lanewise.engine.op.Relu;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InputFilesTest {
  private static final Graph ONE = one();
  private static final Graph TWO = two();

  private static InputFiles of(Graph graph, List<String> arguments) {
    return InputFiles.of(graph.name(), graph.inputs().keySet(), arguments);
  }

  @Test
  void bareFileIsForTheOnlyInput() {
    assertThat(of(ONE, List.of("in.npy")).byName()).isEqualTo(Map.of("x", Path.of("in.npy")));
    assertThat(of(ONE, List.of("x=in.npy")).byName()).isEqualTo(Map.of("x", Path.of("in.npy")));
  }

  @Test
  void namesSayWhichInputIsWhich() {
    assertThat(of(TWO, List.of("right=b.npy", "left=a=c.npy")).byName())
        .isEqualTo(Map.of("left", Path.of("a=c.npy"), "right", Path.of("b.npy")));
  }

  @Test
  void fileWhoseNameHasAnEqualsSignIsFound(@TempDir Path folder) throws IOException {
    var file = Files.writeString(folder.resolve("size=2.npy"), "");
    assertThat(of(ONE, List.of(file.toString())).byName()).isEqualTo(Map.of("x", file));
  }

  @Test
  void unknownNameIsRefusedWithTheKnownOnes() {
    assertThatThrownBy(() -> of(TWO, List.of("middle=a.npy")))
        .isInstanceOf(WrongUsageException.class)
        .hasMessage(
            "--input middle=a.npy: two has no input \"middle\"; its inputs are left, right");
  }

  @Test
  void bareFileForOneOfSeveralInputsIsRefused() {
    assertThatThrownBy(() -> of(TWO, List.of("a.npy")))
        .isInstanceOf(WrongUsageException.class)
        .hasMessage("--input a.npy: which input? Say NAME=FILE; the inputs of two are left, right");
  }

  @Test
  void inputIsFedOnce() {
    assertThatThrownBy(() -> of(ONE, List.of("a.npy", "x=b.npy")))
        .isInstanceOf(WrongUsageException.class)
        .hasMessage("--input is given twice for \"x\"");
  }

  @Test
  void inputThatIsNotFedIsNamed() {
    assertThatThrownBy(() -> of(TWO, List.of("left=a.npy")))
        .isInstanceOf(WrongUsageException.class)
        .hasMessage("two needs --input right=FILE too");
  }

  private static Graph one() {
    var graph = Graph.builder("one");
    graph.input("x", Shape.of(1));
    graph.node("relu", new Relu(), "x");
    graph.output("relu");
    return graph.build();
  }

  private static Graph two() {
    var graph = Graph.builder("two");
    graph.input("left", Shape.of(1));
    graph.input("right", Shape.of(1));
    graph.node("sum", new Add(), "left", "right");
    graph.output("sum");
    return graph.build();
  }
}
