package dev.lanewise.engine;

import dev.lanewise.engine.op.Concat;
import dev.lanewise.engine.op.MaxPool;
import dev.lanewise.engine.op.Resize;
import dev.lanewise.engine.op.Window;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Pictures whose pixels are repeated, as pyramids enlarge them. */
@Tag("widths")
class NearestResizeTest {
  private static final int DOWN = 2;
  private static final int ACROSS = 3;

  @ParameterizedTest(name = "{0} channels")
  @ValueSource(ints = {1, 5, 15, 16, 33, 64, 300})
  void everyPixelBecomesABlock(int channels) {
    var net =
        new SmallNet()
            .input("x", 2, channels, 3, 4)
            .node("y", Resize.nearest(List.of(1f, 1f, (float) DOWN, (float) ACROSS)), "x");
    net.output("y").check(enlarged(net.value("x")));
  }

  /** Behind another step and inside a concatenation, where pixels have gaps on both sides. */
  @ParameterizedTest(name = "{0} channels")
  @ValueSource(ints = {3, 16, 40})
  void blocksLieInAConcatenation(int channels) {
    var net =
        new SmallNet()
            .input("x", 2, channels, 3, 4)
            .node("pool", new MaxPool(Window.of(1)), "x")
            .node("y", Resize.nearest(List.of(1f, 1f, (float) DOWN, (float) ACROSS)), "pool")
            .node("both", new Concat(), "y", "y");
    var once = enlarged(net.value("x"));
    int picture = once.length / 2;
    var twice = new float[2 * once.length];
    for (int n = 0; n < 2; n++) {
      for (int copy = 0; copy < 2; copy++) {
        System.arraycopy(once, n * picture, twice, (2 * n + copy) * picture, picture);
      }
    }
    net.output("both").check(twice);
  }

  /** In NCHW order. */
  private static float[] enlarged(Tensor x) {
    var shape = x.shape();
    int height = shape.dim(2) * DOWN;
    int width = shape.dim(3) * ACROSS;
    var y = new float[shape.dim(0) * shape.dim(1) * height * width];
    int i = 0;
    for (int n = 0; n < shape.dim(0); n++) {
      for (int c = 0; c < shape.dim(1); c++) {
        for (int h = 0; h < height; h++) {
          for (int w = 0; w < width; w++) {
            y[i++] = x.get(n, c, h / DOWN, w / ACROSS);
          }
        }
      }
    }
    return y;
  }
}
