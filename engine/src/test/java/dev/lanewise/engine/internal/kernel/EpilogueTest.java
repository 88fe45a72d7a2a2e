package dev.lanewise.engine.internal.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.foreign.Arena;
import java.lang.foreign.ValueLayout;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Tag("widths")
class EpilogueTest {
  private static final ValueLayout.OfFloat FLOAT = ValueLayout.JAVA_FLOAT_UNALIGNED;
  private static final int FLOATS = 200;

  /** Rows without gaps, with a gap of one, and with longer ones. */
  @ParameterizedTest
  @CsvSource({"3, 16, 16", "4, 17, 17", "3, 16, 17", "5, 16, 32", "2, 33, 48", "1, 16, 48"})
  void everyFloatOfARowIsDoneOnceAndNoneBesideIt(int rows, int floats, int pitch) {
    var y = Arena.ofAuto().allocate(FLOATS * 4L);
    IntStream.range(0, FLOATS).forEach(i -> y.setAtIndex(FLOAT, i, -1f * i));
    var epilogue = Epilogue.of(ActivationKernels.Function.LEAKY_RELU, -2f, 0f);
    epilogue.apply(y, 12, rows, pitch * 4L, floats);
    for (int i = 0; i < FLOATS; i++) {
      int at = i - 3;
      boolean inside = at >= 0 && at / pitch < rows && at % pitch < floats;
      assertThat(y.getAtIndex(FLOAT, i)).as("%d", i).isEqualTo(inside ? 2f * i : -1f * i);
    }
  }
}
