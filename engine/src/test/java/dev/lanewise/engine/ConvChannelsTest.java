package dev.lanewise.engine;

import dev.lanewise.engine.op.MaxPool;
import dev.lanewise.engine.op.Window;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Convolutions around the edges of vectors and panels: channels in and out, and the depth. */
@Tag("widths")
class ConvChannelsTest {
  private static final int[] CHANNELS = {1, 3, 5, 15, 16, 17, 31, 32, 33, 47, 48, 49, 64, 65};

  static Stream<ConvCase> everyPairOfChannels() {
    return IntStream.of(CHANNELS)
        .boxed()
        .flatMap(
            in ->
                IntStream.of(CHANNELS)
                    .boxed()
                    .flatMap(
                        out ->
                            Stream.of(
                                ConvCase.of(in, 3, 3, out, Window.of(1)).withBatch(2),
                                ConvCase.of(in, 3, 4, out, Window.of(3).pad(1)).withoutBias())));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("everyPairOfChannels")
  void channelsNeedNotFillVectors(ConvCase conv) {
    conv.check();
  }

  /** The kernel's height and width, and the channels, whose product is the depth. */
  private static final int[][] DEPTHS = {
    {1, 1, 1}, // 1
    {1, 2, 1}, // 2
    {3, 1, 1}, // 3
    {3, 3, 7}, // 63
    {1, 1, 64},
    {2, 2, 16}, // 64, in short taps
    {5, 1, 13}, // 65
    {1, 5, 51}, // 255
    {3, 1, 85}, // 255, in taps longer than a vector
    {1, 1, 256},
    {2, 2, 64}, // 256
    {4, 4, 16}, // 256
    {1, 1, 257},
    {7, 1, 73}, // 511
    {1, 7, 73}, // 511
    {1, 1, 512},
    {3, 3, 57}, // 513
    {1, 1, 513},
    {3, 3, 64}, // 576, as in a residual block
    {1, 1, 577},
    {2, 1, 288}, // 576, each tap longer than a block
    {3, 3, 130}, // 1170: three rows of two blocks at 512 bits
    {1, 1, 1025},
    {2, 1, 1100}, // 2200, each tap longer than any block
  };

  static Stream<ConvCase> everyDepth() {
    return Stream.of(DEPTHS)
        .flatMap(
            depth ->
                IntStream.of(1, 16, 20, 33, 65)
                    .mapToObj(
                        out ->
                            ConvCase.of(
                                depth[2], 7, 7, out, Window.of(depth[0], depth[1]).pad(1, 0, 0, 1)))
                    .flatMap(conv -> Stream.of(conv, conv.withoutBias())));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("everyDepth")
  void depthNeedNotFillBlocks(ConvCase conv) {
    conv.check();
  }

  static Stream<ConvCase> pixelsWithGaps() {
    return IntStream.of(1, 3, 5, 12, 15, 17, 24, 33, 65)
        .boxed()
        .flatMap(
            in ->
                Stream.of(
                        Window.of(3).pad(1),
                        Window.of(3).pad(1).stride(2),
                        Window.of(5).pad(2, 0, 1, 2),
                        Window.of(2, 3),
                        Window.of(3).dilation(2).pad(2))
                    .map(window -> ConvCase.of(in, 6, 12, 20, window)))
        .flatMap(conv -> Stream.of(conv, conv.withBatch(3)));
  }

  /**
   * Behind another step a pixel's channels are padded to whole vectors, and hold anything there.
   */
  @ParameterizedTest(name = "{0}")
  @MethodSource("pixelsWithGaps")
  void channelsBehindAnotherStepNeedNotFillVectors(ConvCase conv) {
    var net =
        new SmallNet()
            .input("x", conv.batch(), conv.in(), conv.height(), conv.width())
            .node("pool", new MaxPool(Window.of(1)), "x")
            .conv("conv", "pool", conv.out(), conv.window(), conv.groups(), conv.bias())
            .output("conv");
    net.check(conv.expected(net));
  }
}
