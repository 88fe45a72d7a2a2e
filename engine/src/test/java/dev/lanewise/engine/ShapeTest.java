package dev.lanewise.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ShapeTest {
  @Test
  void extentsAreKeptInOrder() {
    var shape = Shape.of(2, 3, 5, 7);
    assertThat(shape.rank()).isEqualTo(4);
    assertThat(shape.dim(1)).isEqualTo(3);
    assertThat(shape.elements()).isEqualTo(210);
    assertThat(shape.isKnown()).isTrue();
    assertThat(shape).hasToString("[2, 3, 5, 7]");
  }

  @Test
  void aShapeWithoutExtentsHasOneElement() {
    assertThat(Shape.of().elements()).isOne();
    assertThat(Shape.of()).hasToString("[]");
  }

  @ParameterizedTest
  @ValueSource(ints = {-2, -3, Integer.MIN_VALUE})
  void negativeExtentsAreRefused(int extent) {
    assertThatThrownBy(() -> Shape.of(1, extent))
        .isInstanceOf(ShapeException.class)
        .hasMessageContaining("[1, " + extent + "]");
  }

  @Test
  void anExtentOfZeroLeavesNoElements() {
    assertThat(Shape.of(Integer.MAX_VALUE, Integer.MAX_VALUE, 0, 3).elements()).isZero();
    assertThat(Shape.of(2, 0).isEmpty()).isTrue();
    assertThat(Shape.of(2, Shape.UNKNOWN).isEmpty()).isFalse();
  }

  @Test
  void anUnknownExtentHasNoElementsToCount() {
    var shape = Shape.of(Shape.UNKNOWN, 3);
    assertThat(shape.isKnown()).isFalse();
    assertThat(shape).hasToString("[?, 3]");
    assertThatThrownBy(shape::elements)
        .isInstanceOf(ShapeException.class)
        .hasMessageContaining("[?, 3]");
  }

  @Test
  void elementsThatOverflowAreRefusedWhereLargeOnesAreNot() {
    int most = Integer.MAX_VALUE;
    assertThat(Shape.of(most, most).elements()).isEqualTo((long) most * most);
    assertThat(Shape.of(most, most, 2).elements()).isEqualTo((long) most * most * 2);
    assertThatThrownBy(() -> Shape.of(most, most, 3).elements())
        .isInstanceOf(ShapeException.class)
        .hasMessageContaining("overflows");
  }

  @Test
  void shapesAreValues() {
    var extents = new int[] {2, 3};
    var shape = Shape.of(extents);
    extents[0] = 9;
    assertThat(shape).isEqualTo(Shape.of(2, 3)).hasSameHashCodeAs(Shape.of(2, 3));
    shape.toArray()[0] = 9;
    assertThat(shape.dim(0)).isEqualTo(2);
    assertThat(shape).isNotEqualTo(Shape.of(3, 2)).isNotEqualTo(Shape.of(2, 3, 1));
  }

  @Test
  void unknownExtentsAreCompatibleWithAny() {
    var any = Shape.of(Shape.UNKNOWN, 3);
    assertThat(any.isCompatibleWith(Shape.of(5, 3))).isTrue();
    assertThat(Shape.of(5, 3).isCompatibleWith(any)).isTrue();
    assertThat(any.isCompatibleWith(any)).isTrue();
    assertThat(any.isCompatibleWith(Shape.of(5, 4))).isFalse();
    assertThat(any.isCompatibleWith(Shape.of(5, 3, 1))).isFalse();
  }
}
