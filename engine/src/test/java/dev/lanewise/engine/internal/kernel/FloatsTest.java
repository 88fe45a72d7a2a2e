package dev.lanewise.engine.internal.kernel;

import static java.lang.foreign.ValueLayout.JAVA_FLOAT_UNALIGNED;
import static java.nio.file.StandardOpenOption.CREATE_NEW;
import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.SPARSE;
import static java.nio.file.StandardOpenOption.WRITE;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FloatsTest {
  private static final long GIB = 1L << 30;

  @TempDir private Path folder = Path.of("");

  /** In a sparse file of more than 2 GiB, which a single buffer does not address. */
  @Test
  void windowsReachEveryFloatAndAGibFurther() throws IOException {
    long size = 2 * GIB + 4096;
    try (var file = FileChannel.open(folder.resolve("sparse"), CREATE_NEW, SPARSE, READ, WRITE);
        var arena = Arena.ofShared()) {
      var segment = file.map(MapMode.READ_WRITE, 0, size, arena);
      var floats = Floats.of(segment);
      long[] offsets = {0, 4, GIB - 4, GIB, GIB + 4, 2 * GIB - 4, 2 * GIB, size - 4};
      for (int i = 0; i < offsets.length; i++) {
        segment.set(JAVA_FLOAT_UNALIGNED, offsets[i], i + 1);
      }
      for (int i = 0; i < offsets.length; i++) {
        long at = offsets[i];
        assertThat(floats.window(at).get(Floats.index(at))).isEqualTo(i + 1);
        assertThat(floats.bytes(at).getFloat(Floats.byteIndex(at))).isEqualTo(i + 1);
      }
      // Rows of one call that begin in a window and end nearly a GiB after.
      assertThat(floats.window(GIB - 4).get(Floats.index(GIB - 4) + (1 << 28) - 3)).isZero();
      assertThat(floats.window(4).get(Floats.index(4) + (1 << 28) - 1)).isEqualTo(4);
      assertThat(floats.bytes(4).getFloat(Floats.byteIndex(4) + (1 << 30) - 4)).isEqualTo(4);
      assertThat(floats.bytes(GIB + 4).getFloat(Floats.byteIndex(GIB + 4) + (1 << 30) - 4))
          .isEqualTo(7);
    }
  }
}
