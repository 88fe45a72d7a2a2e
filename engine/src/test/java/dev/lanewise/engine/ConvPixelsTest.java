package dev.lanewise.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lanewise.engine.op.Window;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Convolutions around the edges of row blocks: the number of output pixels, and of rows. */
@Tag("widths")
class ConvPixelsTest {
  private static final int[] PIXELS = {
    1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 47, 48, 49, 95, 96, 97, 199, 200, 201
  };

  /** One of each algorithm's kind over a picture of these extents. */
  private static Stream<ConvCase> kinds(int height, int width) {
    return Stream.of(
        ConvCase.of(17, height, width, 33, Window.of(1)),
        ConvCase.of(3, height, width, 20, Window.of(3).pad(1)),
        ConvCase.of(32, height, width, 17, Window.of(3).pad(1)),
        ConvCase.of(6, height, width, 9, Window.of(3).pad(1)).withGroups(3),
        ConvCase.of(17, height, width, 17, Window.of(3).pad(1)).withGroups(17));
  }

  static Stream<ConvCase> everyNumberOfPixels() {
    return IntStream.of(PIXELS)
        .boxed()
        .flatMap(pixels -> Stream.concat(kinds(1, pixels), kinds(pixels, 1)));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("everyNumberOfPixels")
  void pixelsNeedNotFillBlocks(ConvCase conv) {
    conv.check();
  }

  static Stream<ConvCase> everySmallPicture() {
    return IntStream.rangeClosed(1, 14)
        .boxed()
        .flatMap(width -> Stream.concat(kinds(2, width), kinds(7, width)));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("everySmallPicture")
  void blocksRunOverTheEndsOfRowsAndPictures(ConvCase conv) {
    conv.withBatch(3).check();
  }

  /** So many rows that a thread takes several parts, each of which has an edge of its own. */
  static Stream<ConvCase> largePictures() {
    return Stream.of(
        ConvCase.of(5, 23, 31, 18, Window.of(1)),
        ConvCase.of(3, 29, 27, 65, Window.of(7).stride(2).pad(3)),
        ConvCase.of(32, 19, 24, 33, Window.of(3).pad(1)),
        ConvCase.of(32, 21, 28, 16, Window.of(3).stride(2).pad(1)),
        ConvCase.of(20, 22, 26, 17, Window.of(3).dilation(2).pad(2)),
        ConvCase.of(4, 23, 31, 8, Window.of(3).pad(1)).withGroups(2),
        ConvCase.of(16, 23, 31, 16, Window.of(5).pad(2)).withGroups(16));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("largePictures")
  void partsMeetWithoutAGap(ConvCase conv) {
    conv.check();
    conv.withBatch(2).check();
  }

  /** Were an algorithm chosen for none of the pictures here, these tests would say little. */
  @Test
  void everyAlgorithmRunsHere() {
    var algorithms = new TreeSet<String>();
    for (var conv : Stream.concat(kinds(7, 8), largePictures()).toList()) {
      var net = conv.net().output("conv");
      try (var model = Model.compile(net.graph(), EngineRun.EXACT);
          var session = model.newSession(EngineRun.options(Map.of(), 1))) {
        session.plan().steps().forEach(step -> algorithms.add(step.algorithm()));
      }
    }
    algorithms.remove("copy");
    assertThat(algorithms).hasSize(6);
  }
}
