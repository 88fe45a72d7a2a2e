package dev.lanewise.engine;

import dev.lanewise.engine.op.Window;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Convolutions of every kernel, stride, padding and dilation, on each algorithm. */
@Tag("widths")
class ConvGeometryTest {
  private static final List<Window> KERNELS =
      List.of(
          Window.of(1),
          Window.of(3),
          Window.of(5),
          Window.of(7),
          Window.of(1, 3),
          Window.of(3, 1),
          Window.of(2, 5),
          Window.of(4, 2),
          Window.of(1, 7));

  private static final int[][] STRIDES = {{1, 1}, {2, 2}, {3, 3}, {1, 2}, {3, 1}};

  /** Top, left, bottom, right; the last two are wider than small kernels. */
  private static final int[][] PADS = {
    {0, 0, 0, 0}, {1, 1, 1, 1}, {3, 3, 3, 3}, {0, 1, 2, 3}, {3, 0, 0, 1}, {5, 2, 0, 4}
  };

  private static final int[][] DILATIONS = {{1, 1}, {2, 2}, {3, 1}};

  /** Channels in, channels out, groups. */
  private static final List<List<Integer>> CHANNELS =
      List.of(List.of(3, 5, 1), List.of(32, 18, 1), List.of(6, 9, 3), List.of(17, 17, 17));

  static Stream<Arguments> kernelsAndChannels() {
    return KERNELS.stream()
        .flatMap(kernel -> CHANNELS.stream().map(channels -> Arguments.of(kernel, channels)));
  }

  @ParameterizedTest(name = "{0}, channels in, out and groups {1}")
  @MethodSource("kernelsAndChannels")
  void everyTapFindsItsPixel(Window kernel, List<Integer> channels) {
    var cases = new ArrayList<ConvCase>();
    for (var stride : STRIDES) {
      for (var pad : PADS) {
        for (var dilation : DILATIONS) {
          var window =
              kernel
                  .stride(stride[0], stride[1])
                  .pad(pad[0], pad[1], pad[2], pad[3])
                  .dilation(dilation[0], dilation[1]);
          if (fits(window, 6, 8)) {
            cases.add(
                ConvCase.of(channels.get(0), 6, 8, channels.get(1), window)
                    .withGroups(channels.get(2)));
          }
        }
      }
    }
    cases.forEach(ConvCase::check);
  }

  private static boolean fits(Window window, int height, int width) {
    return window.dilationH() * (window.kernelH() - 1)
            < height + window.padTop() + window.padBottom()
        && window.dilationW() * (window.kernelW() - 1)
            < width + window.padLeft() + window.padRight();
  }
}
