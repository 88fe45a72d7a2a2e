package dev.lanewise.engine.internal.compile;

import static dev.lanewise.engine.internal.compile.TinyGraph.checkSameBits;
import static dev.lanewise.engine.internal.compile.TinyGraph.compile;
import static dev.lanewise.engine.internal.compile.TinyGraph.lines;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lanewise.engine.Graph;
import dev.lanewise.engine.op.Slice;
import java.util.List;
import org.junit.jupiter.api.Test;

class JoinSlicesTest {
  private static Slice slice(int axis, long start, long end, long step) {
    return new Slice(List.of(new Slice.Range(axis, start, end, step)));
  }

  private static void check(Graph source, String... expected) {
    var compiled = compile(source);
    assertThat(lines(compiled)).containsExactly(expected);
    checkSameBits(source, compiled);
  }

  @Test
  void slicesOfOtherAxesAreOne() {
    check(
        new TinyGraph()
            .node("channels", slice(1, -1, -3, -1), "x")
            .node("rows", slice(2, 1, 9, 2), "channels")
            .node("y", slice(3, 0, 3, 2), "rows")
            .outputs("y"),
        "y = Slice 1[-1:-3:-1] 2[1:9:2] 3[0:3:2](x)");
  }

  @Test
  void axisIsNotCutTwice() {
    check(
        new TinyGraph()
            .node("rows", slice(2, 1, 4, 1), "x")
            .node("y", slice(2, 1, 3, 1), "rows")
            .outputs("y"),
        "rows = Slice 2[1:4:1](x)",
        "y = Slice 2[1:3:1](rows)");
  }

  @Test
  void sliceThatIsReadAgainStays() {
    check(
        new TinyGraph()
            .node("rows", slice(2, 0, 4, 2), "x")
            .node("y", slice(3, 0, 4, 2), "rows")
            .node("z", slice(3, 1, 4, 2), "rows")
            .outputs("y", "z"),
        "rows = Slice 2[0:4:2](x)",
        "y = Slice 3[0:4:2](rows)",
        "z = Slice 3[1:4:2](rows)");
  }

  @Test
  void sliceThatIsAnOutputStays() {
    check(
        new TinyGraph()
            .node("rows", slice(2, 0, 4, 2), "x")
            .node("y", slice(3, 0, 4, 2), "rows")
            .outputs("rows", "y"),
        "rows = Slice 2[0:4:2](x)",
        "y = Slice 3[0:4:2](rows)");
  }
}
