package dev.lanewise.engine.internal.gemm;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

class BlockingTest {
  @Property
  void kernelsOfAStripCoverItWithoutRunningPastIt(
      @ForAll @IntRange(min = 1, max = 500) int rows,
      @ForAll @IntRange(min = 1, max = 7) int most) {
    var heights = new int[rows + 1];
    int count = 0;
    for (int left = rows; left > 0; left -= heights[count - 1]) {
      heights[count++] = Gemm.height(left, most);
    }
    assertThat(Arrays.stream(heights, 0, count)).allMatch(m -> m >= 1 && m <= most);
    assertThat(Arrays.stream(heights).sum()).isEqualTo(rows);
    assertThat(count).isEqualTo(Math.ceilDiv(rows, most));
  }

  @Property
  void blocksOfDepthAreWholeTapsWhereTheyFit(
      @ForAll @IntRange(min = 1, max = 49) int taps,
      @ForAll @IntRange(min = 1, max = 2_100) int channels) {
    int block = Gemm.blockDepth(taps * channels, channels);
    assertThat(block).isBetween(1, Math.min(Gemm.BLOCK_DEPTH, taps * channels));
    if (channels <= Gemm.BLOCK_DEPTH && taps * channels > Gemm.BLOCK_DEPTH) {
      assertThat(block % channels).isZero();
    }
  }
}
