package dev.lanewise.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class TensorTest {
  private static final Shape PICTURE = Shape.of(2, 3, 2, 2);

  private static float[] counting(int length) {
    var values = new float[length];
    for (int i = 0; i < length; i++) {
      values[i] = i;
    }
    return values;
  }

  @Property(tries = 200)
  void conversionBetweenLayoutsKeepsEveryCoordinate(
      @ForAll @IntRange(min = 1, max = 3) int n,
      @ForAll @IntRange(min = 1, max = 20) int c,
      @ForAll @IntRange(min = 1, max = 9) int h,
      @ForAll @IntRange(min = 1, max = 9) int w) {
    var shape = Shape.of(n, c, h, w);
    var planar = Tensor.of(shape, Layout.NCHW, counting(n * c * h * w));
    var interleaved = Tensor.managed(shape, Layout.NHWC).copyFrom(planar);
    int planarIndex = 0;
    var raw = interleaved.toArray(Layout.NHWC);
    for (int in = 0; in < n; in++) {
      for (int ic = 0; ic < c; ic++) {
        for (int ih = 0; ih < h; ih++) {
          for (int iw = 0; iw < w; iw++) {
            assertThat(planar.get(in, ic, ih, iw)).isEqualTo(planarIndex);
            assertThat(interleaved.get(in, ic, ih, iw)).isEqualTo(planarIndex);
            assertThat(raw[((in * h + ih) * w + iw) * c + ic]).isEqualTo(planarIndex);
            planarIndex++;
          }
        }
      }
    }
    assertThat(interleaved.toArray(Layout.NCHW)).isEqualTo(planar.toArray(Layout.NCHW));
    assertThat(Tensor.managed(shape, Layout.NCHW).copyFrom(interleaved).toArray(Layout.NCHW))
        .isEqualTo(planar.toArray(Layout.NCHW));
  }

  @Test
  void matricesLieAlikeInBothLayouts() {
    var matrix = Tensor.of(Shape.of(2, 3), Layout.NCHW, counting(6));
    var other = Tensor.managed(Shape.of(2, 3), Layout.NHWC).copyFrom(matrix);
    assertThat(other.toArray(Layout.NHWC)).isEqualTo(counting(6));
    assertThat(other.get(1, 2)).isEqualTo(5);
    assertThat(other).hasToString("float32 [2, 3]");
  }

  @Test
  void newTensorsHoldZeros() {
    try (var owned = Tensor.allocate(PICTURE, Layout.NHWC)) {
      assertThat(owned.toArray(Layout.NCHW)).isEqualTo(new float[24]);
      assertThat(owned.segment().address() % 64).isZero();
      assertThat(owned).hasToString("float32 [2, 3, 2, 2] NHWC");
    }
    assertThat(Tensor.managed(PICTURE, Layout.NHWC).toArray(Layout.NCHW)).isEqualTo(new float[24]);
  }

  @Test
  void setWritesTheElementThatGetReads() {
    for (var layout : Layout.values()) {
      var tensor = Tensor.managed(PICTURE, layout);
      tensor.set(Float.NaN, 1, 2, 0, 1);
      assertThat(tensor.get(1, 2, 0, 1)).isNaN();
      assertThat(tensor.toArray(Layout.NCHW)).contains(Float.NaN).contains(0f);
    }
  }

  @Test
  void coordinatesOutsideAreRefusedOnEachAxis() {
    for (var layout : Layout.values()) {
      var tensor = Tensor.managed(PICTURE, layout);
      for (int axis = 0; axis < 4; axis++) {
        for (int coordinate : new int[] {-1, PICTURE.dim(axis)}) {
          var at = new int[4];
          at[axis] = coordinate;
          assertThatThrownBy(() -> tensor.get(at))
              .isInstanceOf(IndexOutOfBoundsException.class)
              .hasMessageContainingAll("" + coordinate, "axis " + axis, "[2, 3, 2, 2]");
          assertThatThrownBy(() -> tensor.set(1, at)).isInstanceOf(IndexOutOfBoundsException.class);
        }
      }
      assertThatThrownBy(() -> tensor.get(0, 0, 0))
          .isInstanceOf(IndexOutOfBoundsException.class)
          .hasMessageContaining("3 coordinates");
    }
  }

  @Test
  void copiesOfAnotherLengthAreRefusedWithBothSides() {
    var tensor = Tensor.managed(PICTURE, Layout.NCHW);
    var segment = MemorySegment.ofArray(new byte[92]);
    assertThatThrownBy(() -> tensor.copyFrom(new float[23]))
        .isInstanceOf(ShapeException.class)
        .hasMessageContainingAll("[2, 3, 2, 2]", "24", "23");
    assertThatThrownBy(() -> tensor.copyTo(new float[25]))
        .isInstanceOf(ShapeException.class)
        .hasMessageContainingAll("24", "25");
    assertThatThrownBy(() -> tensor.copyFrom(segment))
        .isInstanceOf(ShapeException.class)
        .hasMessageContainingAll("96", "92");
    assertThatThrownBy(() -> tensor.copyTo(segment))
        .isInstanceOf(ShapeException.class)
        .hasMessageContainingAll("96", "92");
    assertThatThrownBy(() -> Tensor.view(segment, PICTURE, Layout.NCHW))
        .isInstanceOf(ShapeException.class)
        .hasMessageContainingAll("96", "92");
    assertThatThrownBy(() -> Tensor.of(PICTURE, Layout.NCHW, 1, 2))
        .isInstanceOf(ShapeException.class)
        .hasMessageContainingAll("24", "2");
    assertThatThrownBy(() -> tensor.copyFrom(Tensor.managed(Shape.of(3, 2, 2, 2), Layout.NCHW)))
        .isInstanceOf(ShapeException.class)
        .hasMessageContainingAll("[3, 2, 2, 2]", "[2, 3, 2, 2]");
  }

  @Test
  void segmentsGoInAndOutInTheTensorsOrder() {
    var bytes = MemorySegment.ofArray(new byte[96]);
    var tensor = Tensor.of(PICTURE, Layout.NHWC, counting(24));
    tensor.copyTo(bytes);
    assertThat(bytes.get(ValueLayout.JAVA_FLOAT_UNALIGNED, 4)).isEqualTo(1);
    assertThat(Tensor.managed(PICTURE, Layout.NHWC).copyFrom(bytes).toArray(Layout.NHWC))
        .isEqualTo(counting(24));
    var floats = new float[24];
    tensor.copyTo(floats);
    assertThat(floats).isEqualTo(counting(24));
  }

  @Test
  void viewsShareMemoryOfAnyAlignment() {
    try (var arena = Arena.ofConfined()) {
      var memory = arena.allocate(97, 64).asSlice(1);
      var view = Tensor.view(memory, PICTURE, Layout.NCHW);
      view.set(7, 1, 2, 1, 1);
      assertThat(memory.get(ValueLayout.JAVA_FLOAT_UNALIGNED, 92)).isEqualTo(7);
      assertThat(view.toArray(Layout.NHWC)[23]).isEqualTo(7);
      view.close();
      assertThat(view.get(1, 2, 1, 1)).isEqualTo(7);
    }
  }

  @Test
  void aClosedTensorThrowsInsteadOfReading() {
    var tensor = Tensor.allocate(PICTURE, Layout.NCHW);
    var view = Tensor.view(tensor.segment(), PICTURE, Layout.NHWC);
    tensor.close();
    tensor.close();
    assertThatThrownBy(() -> tensor.get(0, 0, 0, 0)).isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(() -> tensor.toArray(Layout.NHWC)).isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(() -> view.set(1, 0, 0, 0, 0)).isInstanceOf(IllegalStateException.class);
  }

  @Test
  void closingAManagedTensorDoesNothing() {
    var tensor = Tensor.of(Shape.of(1), Layout.NCHW, 3);
    tensor.close();
    assertThat(tensor.get(0)).isEqualTo(3);
  }

  @Test
  void anotherThreadMayReadAndCloseIt() throws InterruptedException {
    var tensor = Tensor.allocate(PICTURE, Layout.NCHW).copyFrom(counting(24));
    var read = new float[24];
    var thread =
        new Thread(
            () -> {
              tensor.copyTo(read);
              tensor.close();
            });
    thread.start();
    thread.join();
    assertThat(read).isEqualTo(counting(24));
    assertThatThrownBy(() -> tensor.get(0, 0, 0, 0)).isInstanceOf(IllegalStateException.class);
  }

  @Test
  void sizesThatOverflowAreRefusedBeforeMemoryIsTaken() {
    int most = Integer.MAX_VALUE;
    assertThatThrownBy(() -> Tensor.allocate(Shape.of(most, most, 2), Layout.NCHW))
        .isInstanceOf(ShapeException.class)
        .hasMessageContaining("overflows");
    assertThatThrownBy(() -> Tensor.managed(Shape.of(most, most, 3), Layout.NCHW))
        .isInstanceOf(ShapeException.class)
        .hasMessageContaining("overflows");
    assertThatThrownBy(() -> Tensor.allocate(Shape.of(Shape.UNKNOWN), Layout.NCHW))
        .isInstanceOf(ShapeException.class)
        .hasMessageContaining("[?]");
  }

  @Test
  void bitsSurviveCopies() {
    var values = new float[24];
    Arrays.fill(values, -0f);
    values[3] = Float.intBitsToFloat(0x7FC12345);
    var tensor = Tensor.of(PICTURE, Layout.NCHW, values);
    var copy = Tensor.managed(PICTURE, Layout.NCHW).copyFrom(tensor);
    assertThat(copy.segment().mismatch(tensor.segment())).isEqualTo(-1);
    assertThatCode(() -> copy.copyFrom(copy)).doesNotThrowAnyException();
  }
}
