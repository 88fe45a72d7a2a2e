package dev.lanewise.engine;

import dev.lanewise.engine.op.Relu;
import dev.lanewise.engine.op.UpsampleAdd;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The ⊕ of feature pyramids, over sizes that double, almost double, and do neither. */
@Tag("widths")
class UpsampleAddTest {
  /** Heights and widths: the lateral's, then the coarse picture's. */
  record Sizes(int height, int width, int coarseHeight, int coarseWidth) {}

  static Stream<Sizes> sizes() {
    return Stream.of(
        new Sizes(4, 6, 2, 3),
        new Sizes(7, 13, 4, 7),
        new Sizes(1, 1, 1, 1),
        new Sizes(5, 1, 3, 1),
        new Sizes(3, 5, 3, 5),
        new Sizes(2, 3, 5, 7),
        new Sizes(9, 10, 2, 3),
        new Sizes(31, 29, 16, 15));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("sizes")
  void eachPixelTakesTheNearestCoarseOne(Sizes sizes) {
    for (int channels : new int[] {1, 3, 15, 16, 17, 33, 256}) {
      check(channels, sizes, false);
      check(channels, sizes, true);
    }
  }

  /** More than one part, and parts that end in the middle of a row. */
  @ParameterizedTest(name = "{0} channels")
  @ValueSource(ints = {17, 64, 250})
  void largePicturesAreSharedOut(int channels) {
    check(channels, new Sizes(61, 67, 31, 34), true);
  }

  /**
   * @param inner whether the operands are values of nodes rather than inputs, which lie otherwise
   */
  private static void check(int channels, Sizes sizes, boolean inner) {
    var net =
        new SmallNet()
            .input("lateral", 2, channels, sizes.height, sizes.width)
            .input("coarse", 2, channels, sizes.coarseHeight, sizes.coarseWidth);
    if (inner) {
      net.node("a", new Relu(), "lateral").node("b", new Relu(), "coarse");
    }
    net.node("y", new UpsampleAdd(), inner ? "a" : "lateral", inner ? "b" : "coarse");
    float[] expected = net.value("lateral").toArray(Layout.NCHW);
    float[] coarse = net.value("coarse").toArray(Layout.NCHW);
    var rows = starts(sizes.height, sizes.coarseHeight);
    var columns = starts(sizes.width, sizes.coarseWidth);
    for (int i = 0; i < expected.length; i++) {
      int w = i % sizes.width;
      int h = i / sizes.width % sizes.height;
      int plane = i / sizes.width / sizes.height;
      int at = (plane * sizes.coarseHeight + rows.get(h)) * sizes.coarseWidth + columns.get(w);
      expected[i] = inner ? Math.max(0, expected[i]) : expected[i];
      expected[i] += inner ? Math.max(0, coarse[at]) : coarse[at];
    }
    net.output("y").check(expected);
  }

  /** For each place of an axis the coarse one: the last whose share of the axis begins there. */
  private static List<Integer> starts(int extent, int coarse) {
    var places = new ArrayList<Integer>();
    for (int place = 0; place < extent; place++) {
      int last = 0;
      while ((last + 1) * extent <= place * coarse) {
        last++;
      }
      places.add(last);
    }
    return places;
  }
}
