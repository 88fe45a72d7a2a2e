package dev.lanewise.engine;

import dev.lanewise.engine.op.Window;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Tag;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

/** Convolutions of any shape that FAST may compute in tiles, around the tiles' edges. */
@Tag("widths")
class WinogradPropertiesTest {
  @Property(tries = 50)
  void sumsOfAnyShapeAreThoseOfWholeNumbers(
      @ForAll @IntRange(min = 16, max = 70) int in,
      @ForAll @IntRange(min = 16, max = 70) int out,
      @ForAll @IntRange(min = 3, max = 24) int height,
      @ForAll @IntRange(min = 3, max = 24) int width,
      @ForAll @IntRange(min = 1, max = 3) int batch,
      @ForAll @Size(4) List<@IntRange(min = 0, max = 2) Integer> pad) {
    var window = Window.of(3).pad(pad.get(0), pad.get(1), pad.get(2), pad.get(3));
    var conv = ConvCase.of(in, height, width, out, window).withBatch(batch);
    var net = conv.net().output("conv");
    WinogradConvTest.compare(net, conv.expected(net));
  }
}
