package dev.lanewise.engine.internal.compile;

import static dev.lanewise.engine.internal.compile.TinyGraph.checkSameBits;
import static dev.lanewise.engine.internal.compile.TinyGraph.compile;
import static dev.lanewise.engine.internal.compile.TinyGraph.lines;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lanewise.engine.Graph;
import dev.lanewise.engine.Shape;
import dev.lanewise.engine.op.Resize;
import dev.lanewise.engine.op.Resize.Coordinates;
import dev.lanewise.engine.op.Resize.Mode;
import dev.lanewise.engine.op.Resize.Rounding;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Enlarged pictures that are added. */
class FuseUpsampleTest {
  private static final List<Integer> OPEN =
      List.of(Shape.UNKNOWN, Shape.UNKNOWN, Shape.UNKNOWN, Shape.UNKNOWN);
  private static final List<Float> DOUBLE = List.of(1f, 1f, 2f, 2f);

  private static Resize resize(
      List<Integer> extents, List<Float> scales, Coordinates coordinates, Rounding rounding) {
    return new Resize(
        extents, scales, Mode.NEAREST, coordinates, rounding, 0, false, 0, List.of(), false);
  }

  /** x, enlarged, and a lateral of that size. */
  private static TinyGraph graph(Resize resize) {
    var size = resize.infer(List.of(TinyGraph.PICTURE));
    return new TinyGraph()
        .input("lateral", size)
        .convWithBias("conv", "lateral")
        .node("up", resize, "x");
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void doubledPictureIsAddedInOneStep(boolean upFirst) {
    var graph =
        graph(Resize.nearest(DOUBLE))
            .add("y", upFirst ? "up" : "conv", upFirst ? "conv" : "up")
            .outputs("y");
    check(graph, "conv = Conv 3×3 p1(lateral, conv.weight, conv.bias)", "y = UpsampleAdd(conv, x)");
  }

  @Test
  void wholeScalesAndKnownExtentsAreTheSame() {
    var resize =
        resize(
            List.of(1, 2, 12, 4), List.of(1f, 1f, 3f, 1f), Coordinates.ASYMMETRIC, Rounding.FLOOR);
    var graph = graph(resize).add("y", "conv", "up").outputs("y");
    check(graph, "conv = Conv 3×3 p1(lateral, conv.weight, conv.bias)", "y = UpsampleAdd(conv, x)");
  }

  private static void check(Graph source, String... lines) {
    var compiled = compile(source);
    assertThat(lines(compiled)).containsExactly(lines);
    checkSameBits(source, compiled);
  }

  static Stream<Resize> others() {
    return Stream.of(
        resize(OPEN, List.of(1f, 1f, 1.75f, 2f), Coordinates.ASYMMETRIC, Rounding.FLOOR),
        resize(OPEN, List.of(1f, 1f, 0.5f, 1f), Coordinates.ASYMMETRIC, Rounding.FLOOR),
        resize(OPEN, List.of(1f, 2f, 2f, 2f), Coordinates.ASYMMETRIC, Rounding.FLOOR),
        resize(List.of(1, 2, 7, 8), DOUBLE, Coordinates.ASYMMETRIC, Rounding.FLOOR),
        resize(OPEN, DOUBLE, Coordinates.ASYMMETRIC, Rounding.CEIL),
        resize(OPEN, DOUBLE, Coordinates.ALIGN_CORNERS, Rounding.FLOOR));
  }

  @ParameterizedTest
  @MethodSource("others")
  void otherResizesStayAsTheyAre(Resize resize) {
    var size = resize.infer(List.of(TinyGraph.PICTURE));
    var graph =
        new TinyGraph()
            .input("lateral", size)
            .node("up", resize, "x")
            .add("y", "lateral", "up")
            .outputs("y");
    var compiled = compile(graph);
    assertThat(lines(compiled)).isEqualTo(lines(graph));
    checkSameBits(graph, compiled);
  }

  @Test
  void pictureThatIsReadElsewhereStays() {
    var graph = graph(Resize.nearest(DOUBLE)).add("y", "conv", "up").outputs("y", "up");
    assertThat(lines(compile(graph))).noneMatch(line -> line.contains("UpsampleAdd"));
    var twice = graph(Resize.nearest(DOUBLE)).add("y", "up", "up").outputs("y");
    assertThat(lines(compile(twice))).noneMatch(line -> line.contains("UpsampleAdd"));
  }
}
