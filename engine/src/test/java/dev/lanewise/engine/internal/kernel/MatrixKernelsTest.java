package dev.lanewise.engine.internal.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What every matrix kernel must do, at each number of rows, width of panel and depth: a new one
 * joins by its name in {@link #kernels}. Whole numbers from −4 to 4, so that every sum is exact,
 * and equality.
 */
@Tag("widths")
class MatrixKernelsTest {
  private static final ValueLayout.OfFloat FLOAT = ValueLayout.JAVA_FLOAT_UNALIGNED;
  private static final int[] DEPTHS = {1, 2, 3, 8, 63, 64, 257};

  /** Floats before and after each row of A and C, and an offset that no vector likes. */
  private static final int GAP = 3;

  static List<MatrixKernels> kernels() {
    var all = new ArrayList<MatrixKernels>(List.of(new ScalarMatrix()));
    if (KernelSet.chosen().bits() > 0) {
      all.addAll(
          List.of(
              new RowMatrix(7, 64, true),
              new RowMatrix(6, Integer.MAX_VALUE, false),
              new SlicedMatrix()));
    }
    return all;
  }

  record Case(MatrixKernels kernels, int m, int times, int n, int depth, long aheadOff) {
    int rows() {
      return m * times;
    }
  }

  static Stream<Case> cases() {
    var cases = new ArrayList<Case>();
    for (var kernels : kernels()) {
      // Scalar kernels take their rows in pairs, and vector kernels have a method for each number.
      int[] rows =
          kernels instanceof ScalarMatrix
              ? new int[] {1, 2, 3, 8, kernels.rows() - 1, kernels.rows()}
              : IntStream.rangeClosed(1, kernels.rows()).toArray();
      for (int m : rows) {
        for (int depth : DEPTHS) {
          cases.add(new Case(kernels, m, 1, kernels.columns(), depth, MatrixKernels.NOTHING));
          cases.add(new Case(kernels, m, 1, kernels.columns(), depth, 0));
          for (int times : kernels.repeats() && m > 1 ? new int[] {2, 5} : new int[0]) {
            cases.add(new Case(kernels, m, times, kernels.columns(), depth, 0));
          }
        }
      }
      // Sixteen columns are one vector of 512 bits; narrower sets have no shorter panel.
      for (int depth : kernels.columns() == 32 ? DEPTHS : new int[0]) {
        for (int m = 1; m <= kernels.rows(depth, 16); m++) {
          cases.add(new Case(kernels, m, 1, 16, depth, 0));
        }
      }
    }
    return cases.stream();
  }

  @ParameterizedTest
  @MethodSource("cases")
  void firstStartsFromTheBias(Case c) {
    var data = new Data(c);
    c.kernels()
        .first(
            c.m(),
            c.times(),
            c.n(),
            data.a,
            GAP * 4L,
            data.lda,
            data.b,
            0,
            data.slice,
            data.bias,
            0,
            0f,
            data.c,
            GAP * 4L,
            data.ldc,
            c.depth(),
            data.ahead,
            c.aheadOff());
    data.check((i, j) -> Math.max(0f, data.bias(j) + data.product(i, j)));
  }

  @ParameterizedTest
  @MethodSource("cases")
  void nextStartsFromWhatIsThere(Case c) {
    var data = new Data(c);
    for (int i = 0; i < c.rows(); i++) {
      for (int j = 0; j < c.n(); j++) {
        data.c.setAtIndex(FLOAT, data.index(i, j), data.start(i, j));
      }
    }
    c.kernels()
        .next(
            c.m(),
            c.times(),
            c.n(),
            data.a,
            GAP * 4L,
            data.lda,
            data.b,
            0,
            data.slice,
            Float.NEGATIVE_INFINITY,
            data.c,
            GAP * 4L,
            data.ldc,
            c.depth(),
            data.ahead,
            c.aheadOff());
    data.check((i, j) -> data.start(i, j) + data.product(i, j));
  }

  static Stream<Case> rows() {
    return kernels().stream()
        .flatMap(
            kernels ->
                Arrays.stream(DEPTHS)
                    .mapToObj(
                        depth ->
                            new Case(
                                kernels,
                                1,
                                1,
                                MatrixKernels.ROW_PANELS * kernels.columns(),
                                depth,
                                0)));
  }

  /** Each panel starts a few floats after the one before. */
  @ParameterizedTest
  @MethodSource("rows")
  void rowGoesOverSeveralPanels(Case c) {
    var data = new Data(c);
    c.kernels()
        .row(
            data.a,
            GAP * 4L,
            data.b,
            0,
            data.panel,
            data.slice,
            data.bias,
            0,
            0f,
            data.c,
            GAP * 4L,
            c.depth());
    data.check((i, j) -> Math.max(0f, data.bias(j) + data.product(i, j)));
  }

  private interface Expected {
    float at(int row, int column);
  }

  /** Operands of one call, in memory with gaps; C is NaN all over. */
  private static final class Data {
    final Case shape;
    final long lda;
    final long ldc;
    final int columnsOfSlice;

    /** From a slice to the next and from a panel to the next, with gaps where kernels allow it. */
    final long slice;

    final long panel;
    final Floats a;
    final MemorySegment b;
    final MemorySegment bias;
    final MemorySegment start;
    final MemorySegment c;

    /** Exactly what a call may read ahead. */
    final MemorySegment ahead;

    Data(Case shape) {
      this.shape = shape;
      var random = new Random(shape.rows() * 1_000L + shape.depth());
      lda = (shape.depth() + 2L * GAP) * 4;
      ldc = (shape.n() + 2L * GAP) * 4;
      columnsOfSlice = Math.min(shape.n(), shape.kernels().slice());
      slice = (shape.depth() * (long) columnsOfSlice + GAP) * 4;
      panel = Math.ceilDiv(shape.kernels().columns(), columnsOfSlice) * slice;
      a = Floats.of(numbers(random, shape.rows() * lda / 4));
      b = numbers(random, Math.ceilDiv(shape.n(), columnsOfSlice) * slice / 4);
      bias = numbers(random, shape.n());
      start = numbers(random, shape.rows() * ldc / 4);
      ahead = numbers(random, (long) shape.depth() * MatrixKernels.AHEAD / 4);
      c = Arena.ofAuto().allocate(shape.rows() * ldc, 64);
      for (long i = 0; i < c.byteSize() / 4; i++) {
        c.setAtIndex(FLOAT, i, Float.NaN);
      }
    }

    private static MemorySegment numbers(Random random, long count) {
      var segment = Arena.ofAuto().allocate(count * 4, 64);
      for (long i = 0; i < count; i++) {
        segment.setAtIndex(FLOAT, i, random.nextInt(9) - 4);
      }
      return segment;
    }

    long index(int row, int column) {
      return GAP + row * ldc / 4 + column;
    }

    float bias(int column) {
      return bias.getAtIndex(FLOAT, column);
    }

    float start(int row, int column) {
      return start.getAtIndex(FLOAT, index(row, column));
    }

    float a(int row, int k) {
      return a.segment().getAtIndex(FLOAT, GAP + row * lda / 4 + k);
    }

    float b(int k, int column) {
      long at = (long) k * columnsOfSlice + column % columnsOfSlice;
      return b.getAtIndex(FLOAT, column / columnsOfSlice * slice / 4 + at);
    }

    float product(int row, int column) {
      float sum = 0f;
      for (int k = 0; k < shape.depth(); k++) {
        sum += a(row, k) * b(k, column);
      }
      return sum;
    }

    void check(Expected expected) {
      var wanted = new float[(int) (c.byteSize() / 4)];
      Arrays.fill(wanted, Float.NaN);
      for (int i = 0; i < shape.rows(); i++) {
        for (int j = 0; j < shape.n(); j++) {
          wanted[(int) index(i, j)] = expected.at(i, j);
        }
      }
      assertThat(c.toArray(FLOAT)).containsExactly(wanted);
    }
  }
}
