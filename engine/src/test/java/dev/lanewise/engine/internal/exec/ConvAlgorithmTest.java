package dev.lanewise.engine.internal.exec;

import static dev.lanewise.engine.internal.exec.ConvAlgorithm.DEPTHWISE;
import static dev.lanewise.engine.internal.exec.ConvAlgorithm.GROUPED;
import static dev.lanewise.engine.internal.exec.ConvAlgorithm.POINTWISE;
import static dev.lanewise.engine.internal.exec.ConvAlgorithm.SMALL_GROUPS;
import static dev.lanewise.engine.internal.exec.ConvAlgorithm.WINOGRAD_F2;
import static dev.lanewise.engine.internal.exec.ConvAlgorithm.WINOGRAD_F4;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lanewise.engine.Precision;
import dev.lanewise.engine.Shape;
import dev.lanewise.engine.internal.gemm.PackedMatrix;
import dev.lanewise.engine.op.Conv;
import dev.lanewise.engine.op.Window;
import java.util.EnumSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class ConvAlgorithmTest {
  private static final Window SAME = Window.of(3).pad(1);
  private static final Set<ConvAlgorithm> WINOGRAD = EnumSet.of(WINOGRAD_F2, WINOGRAD_F4);

  private static ConvAlgorithm.Choice choose(
      Window window, int groups, int batch, int in, int height, int width, int out, Precision at) {
    var y = Shape.of(batch, out, window.outputH(height, false), window.outputW(width, false));
    var x =
        new Buffers.Place(
            0, new Extents(batch, height, width, in), batch == 1 ? in : PackedMatrix.padded(in), 0);
    var weights = Shape.of(out, in / groups, window.kernelH(), window.kernelW());
    return ConvAlgorithm.choose(new Conv(window, groups), weights, x, y, at);
  }

  /** Those of ResNet at 224×224, of VGG's last stage, of CIFAR's ResNets, and edges between. */
  @ParameterizedTest
  @CsvSource({
    "64, 56, WINOGRAD_F4",
    "128, 28, WINOGRAD_F4",
    "256, 14, WINOGRAD_F2",
    "512, 28, WINOGRAD_F4",
    "512, 14, WINOGRAD_F2",
    "16, 32, WINOGRAD_F4",
    "32, 16, WINOGRAD_F4",
    "64, 8, WINOGRAD_F2",
    "64, 14, WINOGRAD_F2",
    "64, 15, WINOGRAD_F4",
    "256, 8, WINOGRAD_F2",
    "256, 18, WINOGRAD_F2",
    "256, 19, WINOGRAD_F4",
    "15, 32, PADDED_IM2COL",
  })
  void sizeAndChannelsDecide(int channels, int size, ConvAlgorithm expected) {
    var choice = choose(SAME, 1, 1, channels, size, size, channels, Precision.FAST);
    assertThat(choice.algorithm()).as(choice.toString()).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource({"64, 7", "64, 1", "512, 7", "256, 7", "16, 14"})
  void fewPixelsAreDirect(int channels, int size) {
    var choice = choose(SAME, 1, 1, channels, size, size, channels, Precision.FAST);
    assertThat(choice.algorithm()).isNotIn(WINOGRAD);
    assertThat(choice.toString()).endsWith(": few pixels");
  }

  @Test
  void neitherBatchNorPitchDoes() {
    for (int channels : new int[] {15, 16, 17, 64, 100, 512}) {
      for (int size = 1; size < 40; size++) {
        var alone = choose(SAME, 1, 1, channels, size, size + 3, channels, Precision.FAST);
        var batch = choose(SAME, 1, 64, channels, size, size + 3, channels, Precision.FAST);
        if (WINOGRAD.contains(alone.algorithm()) || WINOGRAD.contains(batch.algorithm())) {
          assertThat(batch).isEqualTo(alone);
        }
      }
    }
  }

  /** The other algorithms give the bits of the specification, and only they may run there. */
  @ParameterizedTest
  @EnumSource(names = {"EXACT", "COMPACT"})
  void onlyFastUsesTiles(Precision precision) {
    for (int channels : new int[] {16, 64, 512}) {
      for (int size = 1; size < 40; size++) {
        assertThat(choose(SAME, 1, 1, channels, size, size, channels, precision))
            .extracting(ConvAlgorithm.Choice::algorithm)
            .isNotIn(WINOGRAD);
      }
    }
  }

  @Test
  void otherWindowsAreDirect() {
    for (var window :
        new Window[] {
          Window.of(1), Window.of(5).pad(2), SAME.stride(2), SAME.dilation(2), Window.of(3, 1)
        }) {
      assertThat(choose(window, 1, 1, 64, 56, 56, 64, Precision.FAST).algorithm())
          .as("%s", window)
          .isNotIn(WINOGRAD);
    }
  }

  @ParameterizedTest
  @EnumSource
  void operatorsThatLeaveNoChoiceAreTheSameAtAnyPrecision(Precision precision) {
    assertThat(choose(SAME, 2, 1, 64, 56, 56, 32, precision).algorithm()).isEqualTo(GROUPED);
    assertThat(choose(SAME, 2, 1, 64, 56, 56, 64, precision).algorithm()).isEqualTo(SMALL_GROUPS);
    assertThat(choose(SAME, 64, 1, 64, 56, 56, 64, precision).algorithm()).isEqualTo(DEPTHWISE);
    assertThat(choose(Window.of(1), 1, 1, 64, 56, 56, 64, precision))
        .isEqualTo(new ConvAlgorithm.Choice(POINTWISE, ""));
  }

  /** Rows are copied with their padding, and what lies between their pixels is left out then. */
  @ParameterizedTest
  @CsvSource({"1, PADDED_IM2COL", "10, PADDED_IM2COL", "11, SHIFTED_ROWS", "24, SHIFTED_ROWS"})
  void gapsBetweenPixelsChangeNoChoice(int channels, ConvAlgorithm expected) {
    for (int batch = 1; batch <= 2; batch++) {
      assertThat(choose(SAME, 1, batch, channels, 28, 28, 8, Precision.EXACT).algorithm())
          .isEqualTo(expected);
    }
  }

  @Test
  void choiceSaysWhy() {
    assertThat(choose(SAME, 1, 1, 64, 56, 56, 64, Precision.FAST))
        .hasToString("Winograd F(4×4): cost 34 % of the direct sum");
    assertThat(choose(SAME, 1, 1, 3, 56, 56, 64, Precision.FAST))
        .hasToString("im2col of padded rows: fewer than 16 channels");
    assertThat(choose(SAME, 1, 1, 64, 1, 1, 64, Precision.FAST)).hasToString("im2col: few pixels");
  }
}
