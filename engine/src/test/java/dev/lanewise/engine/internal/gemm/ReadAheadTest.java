package dev.lanewise.engine.internal.gemm;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lanewise.engine.internal.kernel.Epilogue;
import dev.lanewise.engine.internal.kernel.KernelSet;
import dev.lanewise.engine.internal.kernel.MatrixKernels;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("widths")
class ReadAheadTest {
  private static final int DEPTH = 300;
  private static final int COLUMNS = 4 * Math.toIntExact(PackedMatrix.rowBytes()) / 4;

  private final PackedMatrix weights = matrix();
  private final PackedMatrix then = matrix();

  private static PackedMatrix matrix() {
    return PackedMatrix.allocate(Arena.ofAuto(), DEPTH, COLUMNS);
  }

  @Test
  void nextPanelComesBeforeNextBlockBeforeNextMatrix() {
    var ahead = new ReadAhead(weights, then, true);
    assertThat(ahead.start(1, 1, 3, 0, 150)).isEqualTo(weights.offset(2, 0));
    assertThat(ahead.source(1, 3, 150)).isSameAs(weights.data());
    assertThat(ahead.start(2, 1, 3, 0, 150)).isEqualTo(weights.offset(1, 150));
    assertThat(ahead.source(2, 3, 150)).isSameAs(weights.data());
    assertThat(ahead.start(2, 1, 3, 150, DEPTH)).isEqualTo(then.offset(1, 0));
    assertThat(ahead.source(2, 3, DEPTH)).isSameAs(then.data());
  }

  @Test
  void nothingIsReadAfterTheLastMatrix() {
    var ahead = new ReadAhead(weights, null, true);
    assertThat(ahead.start(2, 1, 3, 150, DEPTH)).isEqualTo(MatrixKernels.NOTHING);
  }

  @Test
  void nothingIsReadBeyondTheEnd() {
    var ahead = new ReadAhead(weights, null, true);
    int last = weights.panels() - 1;
    // k rows of a panel that are read from row k of its first slice on end with the panel: of one
    // slice k + k = 300, of two k / 2 + k = 300.
    var kernels = KernelSet.chosen().matrix();
    int most = kernels.slice() == kernels.columns() ? 150 : 200;
    assertThat(ahead.start(last, last, last + 1, 0, most)).isEqualTo(weights.offset(last, most));
    assertThat(ahead.start(last, last, last + 1, 0, most + 1)).isEqualTo(MatrixKernels.NOTHING);
  }

  @Test
  void weightsThatStayInACacheAreNotReadAhead() {
    var few = PackedMatrix.allocate(Arena.ofAuto(), DEPTH / 4, COLUMNS);
    assertThat(ReadAhead.of(few).start(0, 0, 2, 0, DEPTH / 4)).isEqualTo(MatrixKernels.NOTHING);
    assertThat(ReadAhead.pays(few.data().byteSize())).isFalse();
    assertThat(ReadAhead.pays(1 << 20)).isEqualTo(KernelSet.chosen().bits() == 512);
  }

  @Test
  void callsReadOnePieceEachAndTheLastOnesAll() {
    assertThat(ReadAhead.slice(1_000, -1, 64)).isEqualTo(MatrixKernels.NOTHING);
    assertThat(ReadAhead.slice(1_000, 0, 64)).isEqualTo(1_000);
    assertThat(ReadAhead.slice(1_000, 2, 64)).isEqualTo(1_000 + 2 * 64 * MatrixKernels.AHEAD);
    assertThat(ReadAhead.slice(MatrixKernels.NOTHING, 2, 64)).isEqualTo(MatrixKernels.NOTHING);
  }

  /** 49 rows and 1.6 MiB of weights: kernels of seven rows that read ahead, and scalar ones. */
  @Test
  void readingAheadChangesNoBit() {
    try (var arena = Arena.ofConfined()) {
      var a = arena.allocate(49L * 640 * 4, 64);
      var random = new SplittableRandom(5);
      for (long i = 0; i < 49 * 640; i++) {
        a.setAtIndex(ValueLayout.JAVA_FLOAT, i, (float) random.nextDouble(-1, 1));
      }
      var b = PackedMatrix.allocate(arena, 640, 640);
      for (int k = 0; k < 640; k++) {
        for (int column = 0; column < 640; column++) {
          b.set(k, column, (float) random.nextDouble(-1, 1));
        }
      }
      try {
        var without = product(arena, a, b, false);
        assertThat(product(arena, a, b, true).mismatch(without)).isEqualTo(-1);
      } finally {
        KernelSet.setWarm(true);
      }
    }
  }

  private static MemorySegment product(
      Arena arena, MemorySegment a, PackedMatrix b, boolean readsAhead) {
    var c = arena.allocate(49L * 640 * 4, 64);
    c.fill((byte) 0xFF);
    KernelSet.setWarm(readsAhead);
    var gemm =
        new Gemm(
            new Gemm.Operand(a, 640 * 4, 0),
            b,
            null,
            Epilogue.NONE,
            new Gemm.Operand(c, 640 * 4, 0),
            new ReadAhead(b, null, readsAhead));
    for (int k = 0; k < 640; k += 160) {
      gemm.multiply(k * 4L, 1, 49, 0, b.panels(), k, k + 160, 0, 0);
    }
    return c;
  }
}
