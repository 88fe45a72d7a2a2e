package dev.lanewise.blocks.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lanewise.engine.ElementType;
import dev.lanewise.engine.ElementTypeException;
import dev.lanewise.engine.Layout;
import dev.lanewise.engine.Shape;
import dev.lanewise.engine.ShapeException;
import dev.lanewise.engine.Tensor;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class PreprocessingTest {
  private static final Picture PICTURE = ResamplerTest.noise(32, 32, 11);

  @Test
  void targetOfAnotherTypeIsRefusedNamingBoth() {
    try (var target = Tensor.allocate(ElementType.I32, Shape.of(1, 3, 32, 32), Layout.NCHW)) {
      assertThatThrownBy(() -> Preprocessing.CIFAR10_EMBEDDED.apply(PICTURE, target, 0))
          .isInstanceOf(ElementTypeException.class)
          .hasMessageContainingAll("float32", "int32");
    }
  }

  @ParameterizedTest
  @EnumSource(Layout.class)
  void eachChannelIsDividedShiftedAndScaledInFloat(Layout layout) {
    try (var target = nan(layout, 3)) {
      Preprocessing.CIFAR10_EMBEDDED.apply(PICTURE, target, 1);
      float[] mean = {0.4914f, 0.4822f, 0.4465f};
      float[] std = {0.2470f, 0.2435f, 0.2616f};
      for (int y = 0; y < 32; y++) {
        for (int x = 0; x < 32; x++) {
          for (int c = 0; c < 3; c++) {
            int level = PICTURE.rgb(x, y) >> (16 - 8 * c) & 0xFF;
            float scaled = level / 255f;
            float shifted = scaled - mean[c];
            assertThat(target.get(1, c, y, x)).isEqualTo(shifted / std[c]);
          }
        }
      }
    }
  }

  @ParameterizedTest
  @EnumSource(Layout.class)
  void otherPicturesOfTheBatchAreLeftAlone(Layout layout) {
    try (var target = nan(layout, 3)) {
      Preprocessing.CIFAR10_EMBEDDED.apply(PICTURE, target, 1);
      float[] values = target.toArray(layout);
      int one = 3 * 32 * 32;
      for (int i = 0; i < values.length; i++) {
        assertThat(Float.isNaN(values[i])).as("element %d", i).isEqualTo(i / one != 1);
      }
    }
  }

  /** The channels keep their order, and white is (1 − mean) / std. */
  @Test
  void eachChannelHasItsOwnStatistics() {
    var rgb = new byte[3 * 32 * 32];
    Arrays.fill(rgb, (byte) 255);
    try (var target = nan(Layout.NCHW, 1)) {
      Preprocessing.CIFAR10_IMAGENET_STATISTICS.apply(Picture.of(32, 32, rgb), target, 0);
      assertThat(target.get(0, 0, 0, 0)).isEqualTo((1f - 0.485f) / 0.229f);
      assertThat(target.get(0, 1, 0, 0)).isEqualTo((1f - 0.456f) / 0.224f);
      assertThat(target.get(0, 2, 31, 31)).isEqualTo((1f - 0.406f) / 0.225f);
    }
  }

  @Test
  void imagenetTakes224PixelsASide() {
    assertThat(Preprocessing.IMAGENET.inputShape(2)).isEqualTo(Shape.of(2, 3, 224, 224));
  }

  @Test
  void targetOfAnotherShapeIsRefusedNamingBoth() {
    for (var shape :
        new Shape[] {Shape.of(1, 3, 32, 31), Shape.of(1, 1, 32, 32), Shape.of(3, 32, 32)}) {
      try (var target = Tensor.allocate(shape, Layout.NCHW)) {
        assertThatThrownBy(() -> Preprocessing.CIFAR10_EMBEDDED.apply(PICTURE, target, 0))
            .isInstanceOf(ShapeException.class)
            .hasMessageContainingAll("[N, 3, 32, 32]", shape.toString());
      }
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {-1, 3})
  void indexOutsideTheBatchIsRefused(int n) {
    try (var target = nan(Layout.NHWC, 3)) {
      assertThatThrownBy(() -> Preprocessing.CIFAR10_EMBEDDED.apply(PICTURE, target, n))
          .isInstanceOf(IndexOutOfBoundsException.class)
          .hasMessageContainingAll(Integer.toString(n), "[3, 3, 32, 32]");
    }
  }

  @ParameterizedTest
  @ValueSource(floats = {0f, Float.NaN, Float.POSITIVE_INFINITY})
  void deviationThatCannotDivideIsRefused(float deviation) {
    var framing = new Framing.CentreSquare(32);
    var mean = new ChannelValues(0, 0, 0);
    var std = new ChannelValues(1, deviation, 1);
    assertThatThrownBy(() -> new Preprocessing(framing, mean, std))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private static Tensor nan(Layout layout, int pictures) {
    var target = Tensor.allocate(Preprocessing.CIFAR10_EMBEDDED.inputShape(pictures), layout);
    var values = new float[3 * 32 * 32 * pictures];
    Arrays.fill(values, Float.NaN);
    return target.copyFrom(values);
  }
}
