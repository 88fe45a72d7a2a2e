package dev.lanewise.engine;

import dev.lanewise.engine.op.Window;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Convolutions in groups, and depthwise ones, whose columns need not fill a vector each. */
@Tag("widths")
class GroupedConvTest {
  static Stream<ConvCase> everyGroup() {
    return IntStream.of(1, 2, 3, 4, 8, 16, 20)
        .boxed()
        .flatMap(
            out ->
                IntStream.of(1, 2, 3, 8, 16, 17)
                    .boxed()
                    .flatMap(
                        in ->
                            IntStream.of(2, 3, 5)
                                .mapToObj(
                                    groups ->
                                        ConvCase.of(
                                                in * groups,
                                                4,
                                                5,
                                                out * groups,
                                                (in + out) % 2 == 0
                                                    ? Window.of(1)
                                                    : Window.of(3).pad(1))
                                            .withGroups(groups))));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("everyGroup")
  void groupsReadAndWriteOnlyTheirOwnChannels(ConvCase conv) {
    conv.check();
    conv.withBatch(2).withoutBias().check();
  }

  /** Tiles are 7 pixels wide, and blocks 16 channels or a group; 12 is in neither. */
  static Stream<ConvCase> everySmallGroup() {
    return IntStream.of(4, 8, 12, 16, 32)
        .boxed()
        .flatMap(
            group ->
                IntStream.of(1, 2, 6, 7, 8, 13, 14, 15)
                    .boxed()
                    .flatMap(
                        width ->
                            Stream.of(
                                    Window.of(3).pad(1),
                                    Window.of(3).pad(1).stride(2),
                                    Window.of(1, 2).pad(0, 4, 1, 0),
                                    Window.of(1).stride(2, 1),
                                    Window.of(2, 1).pad(3, 0, 3, 0),
                                    Window.of(3).dilation(3, 2).pad(3).stride(1, 2))
                                .map(
                                    window ->
                                        ConvCase.of(3 * group, 5, width, 3 * group, window)
                                            .withGroups(3))));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("everySmallGroup")
  void smallGroupsNeedNotFillVectorsOrTiles(ConvCase conv) {
    conv.check();
    conv.withBatch(2).withoutBias().check();
  }

  static Stream<ConvCase> deepGroups() {
    return Stream.of(
        ConvCase.of(2 * 57, 5, 10, 2 * 20, Window.of(3).pad(1)).withGroups(2),
        ConvCase.of(2 * 64, 4, 4, 2 * 3, Window.of(2)).withGroups(2),
        ConvCase.of(2 * 257, 3, 5, 2 * 17, Window.of(1)).withGroups(2),
        ConvCase.of(3 * 130, 4, 4, 3 * 33, Window.of(3).pad(1)).withGroups(3));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("deepGroups")
  void depthOfAGroupNeedNotFillBlocks(ConvCase conv) {
    conv.check();
  }

  static Stream<ConvCase> everyDepthwise() {
    return IntStream.of(1, 2, 3, 5, 15, 16, 17, 31, 32, 33, 47, 48, 49, 64, 65)
        .boxed()
        .flatMap(
            channels ->
                Stream.of(
                        Window.of(1),
                        Window.of(3).pad(1),
                        Window.of(3).pad(1).stride(2),
                        Window.of(5).pad(2),
                        Window.of(1, 7).pad(0, 3, 0, 3),
                        Window.of(3).dilation(2).pad(2))
                    .map(
                        window ->
                            ConvCase.of(channels, 6, 7, channels, window).withGroups(channels)));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("everyDepthwise")
  void depthwiseKeepsChannelsApart(ConvCase conv) {
    conv.check();
    conv.withBatch(2).withoutBias().check();
  }

  /** Tiles are 2 to 4 pixels wide. */
  static Stream<ConvCase> everyWidth() {
    return IntStream.rangeClosed(1, 9)
        .boxed()
        .flatMap(
            width ->
                IntStream.of(3, 5)
                    .boxed()
                    .flatMap(
                        kernel ->
                            Stream.of(
                                    Window.of(kernel).pad(kernel / 2),
                                    Window.of(kernel).pad(kernel),
                                    Window.of(kernel).pad(0, kernel - 1, 1, 0),
                                    Window.of(kernel).pad(1, 0, kernel, 2))
                                .flatMap(w -> Stream.of(w, w.stride(2), w.stride(3, 1)))
                                .flatMap(w -> Stream.of(w, w.dilation(2, 1)))
                                .filter(
                                    w ->
                                        w.padLeft() + width + w.padRight() >= kernel
                                            && w.padTop() + 5 + w.padBottom()
                                                > (kernel - 1) * w.dilationH())
                                .map(w -> ConvCase.of(17, 5, width, 17, w).withGroups(17))));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("everyWidth")
  void depthwiseRowsNeedNotFillTiles(ConvCase conv) {
    conv.check();
  }

  static Stream<ConvCase> everyMultiplier() {
    return IntStream.of(2, 3, 8, 17)
        .boxed()
        .flatMap(
            multiplier ->
                IntStream.of(2, 5, 16, 17)
                    .mapToObj(
                        channels ->
                            ConvCase.of(channels, 5, 4, channels * multiplier, Window.of(3).pad(1))
                                .withGroups(channels)));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("everyMultiplier")
  void depthwiseMayGiveSeveralChannelsForOne(ConvCase conv) {
    conv.check();
  }
}
