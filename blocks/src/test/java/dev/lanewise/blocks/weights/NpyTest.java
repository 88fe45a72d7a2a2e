package dev.lanewise.blocks.weights;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lanewise.engine.Layout;
import dev.lanewise.engine.Shape;
import dev.lanewise.engine.Tensor;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NpyTest {
  private static final String TWO_BY_THREE =
      "{'descr': '<f4', 'fortran_order': False, 'shape': (2, 3), }";

  @TempDir Path folder;

  @ParameterizedTest
  @ValueSource(strings = {"", "5", "2 3", "1 2 3", "2 3 4 5", "1 2 1 2 1 2", "70000", "1 1 1 1"})
  void whatIsWrittenIsRead(String extents) throws IOException {
    int[] dims =
        extents.isEmpty()
            ? new int[0]
            : Arrays.stream(extents.split(" ")).mapToInt(Integer::parseInt).toArray();
    var shape = Shape.of(dims);
    var values = new float[(int) shape.elements()];
    for (int i = 0; i < values.length; i++) {
      values[i] = Float.intBitsToFloat(0x3f800000 + 77 * i);
    }
    Path file = folder.resolve("a.npy");
    Npy.write(file, Tensor.of(shape, Layout.NCHW, values));
    try (var read = Npy.read(file)) {
      assertThat(read.shape()).isEqualTo(shape);
      assertThat(read.layout()).isEqualTo(Layout.NCHW);
      assertThat(read.toArray(Layout.NCHW)).containsExactly(values);
    }
    // NumPy aligns the elements to 64 bytes, which is what readers that map the file rely on.
    assertThat((Files.size(file) - 4L * values.length) % 64).isZero();
  }

  @Test
  void interleavedPicturesAreWrittenAsPlanes() throws IOException {
    var picture = Tensor.of(Shape.of(1, 2, 1, 3), Layout.NHWC, 0, 10, 1, 11, 2, 12);
    Path file = folder.resolve("a.npy");
    Npy.write(file, picture);
    try (var read = Npy.read(file)) {
      assertThat(read.toArray(Layout.NCHW)).containsExactly(0, 1, 2, 10, 11, 12);
    }
  }

  @Test
  void headerIsNumpys() throws IOException {
    Path file = folder.resolve("a.npy");
    Npy.write(file, Tensor.of(Shape.of(2), Layout.NCHW, 1, 2));
    var text = new String(Files.readAllBytes(file), ISO_8859_1);
    assertThat(text.substring(0, 8)).isEqualTo("\u0093NUMPY\u0001\u0000");
    assertThat(text.substring(10, 70).strip())
        .isEqualTo("{'descr': '<f4', 'fortran_order': False, 'shape': (2,), }");
    assertThat(text.charAt(127)).isEqualTo('\n');
  }

  @Test
  void existingFileIsReplacedWhole() throws IOException {
    Path file = folder.resolve("a.npy");
    Npy.write(file, Tensor.managed(Shape.of(1000), Layout.NCHW));
    Npy.write(file, Tensor.of(Shape.of(1), Layout.NCHW, 7));
    try (var read = Npy.read(file)) {
      assertThat(read.toArray(Layout.NCHW)).containsExactly(7);
    }
  }

  @Test
  void otherTypesAreWidened() throws IOException {
    var doubles = ByteBuffer.allocate(24).order(ByteOrder.LITTLE_ENDIAN);
    doubles.putDouble(0.1).putDouble(-1e300).putDouble(Double.NaN);
    assertThat(read("<f8", "(3,)", doubles.array()))
        .containsExactly(0.1f, Float.NEGATIVE_INFINITY, Float.NaN);
    var longs =
        ByteBuffer.allocate(16).order(ByteOrder.LITTLE_ENDIAN).putLong(-3).putLong(1L << 40);
    assertThat(read("<i8", "(2,)", longs.array())).containsExactly(-3, 0x1p40f);
    assertThat(read("|u1", "(1, 2)", new byte[] {(byte) 255, 7})).containsExactly(255, 7);
    assertThat(read("|u1", "()", new byte[] {9})).containsExactly(9);
  }

  private float[] read(String descr, String shape, byte[] data) throws IOException {
    var header = "{'descr': '%s', 'fortran_order': False, 'shape': %s}".formatted(descr, shape);
    try (var read = Npy.read(file(1, header, data))) {
      return read.toArray(Layout.NCHW);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3})
  void everyVersionOfTheHeaderIsRead(int version) throws IOException {
    try (var read = Npy.read(file(version, TWO_BY_THREE + "   \n", new byte[24]))) {
      assertThat(read.shape()).isEqualTo(Shape.of(2, 3));
    }
  }

  @Test
  void keysMayComeInAnyOrderAndEitherQuotes() throws IOException {
    var header = "{\"shape\":(3,),\"descr\":\"|u1\",'fortran_order':False}\n";
    try (var read = Npy.read(file(1, header, new byte[] {1, 2, 3}))) {
      assertThat(read.toArray(Layout.NCHW)).containsExactly(1, 2, 3);
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '#',
      quoteCharacter = '`',
      value = {
        "{'descr': '>f4', 'fortran_order': False, 'shape': (6,), } # holds '>f4'",
        "{'descr': '<c8', 'fortran_order': False, 'shape': (3,), } # holds '<c8'",
        "{'descr': '|O', 'fortran_order': False, 'shape': (3,), } # holds '|O'",
        "{'descr': [('a', '<f4')], 'fortran_order': False, 'shape': (6,)} # a string expected",
        "{'descr': '<f4', 'fortran_order': True, 'shape': (2, 3), } # Fortran order",
        "{'descr': '<f4', 'fortran_order': false, 'shape': (2, 3), } # True or False expected",
        "{'descr': '<f4', 'fortran_order': False, } # keys descr, fortran_order and shape",
        "{'descr': '<f4', 'descr': '<f4', 'fortran_order': False, 'shape': (6,)} # appears twice",
        "{'descr': '<f4', 'fortran_order': False, 'shape': (6,), 'x': 1} # unknown key 'x'",
        "{'descr': '<f4', 'fortran_order': False, 'shape': (6)} # is no tuple",
        "{'descr': '<f4', 'fortran_order': False, 'shape': (2, 3} # ')' expected",
        "{'descr': '<f4', 'fortran_order': False, 'shape': (2, -3)} # a number expected",
        "{'descr': '<f4', 'fortran_order': False, 'shape': (0, 3)} # has no elements",
        "{'descr': '<f4', 'fortran_order': False, 'shape': (2147483648,)} # is beyond 2147483647",
        "{'descr': '<f4', 'fortran_order': False, 'shape': (2, 4)} # takes 8 elements of 4 bytes",
        "{'descr': '<f4', 'fortran_order': False, 'shape': (5,)} # takes 5 elements of 4 bytes",
        "{'descr': '<f4', 'fortran_order': False, 'shape': (2147483647,)} # the file has 24 bytes",
        "{'descr': '<f4', 'fortran_order': False, 'shape': (2147483647, 2147483647, 9)} # overflows",
        "{'descr': '<f4', 'fortran_order': False, 'shape': (2147483647, 2147483647)} # 24 bytes",
        "{'descr': '<f4', 'fortran_order': False, 'shape': (2, 3)} x # text after the dictionary",
        "{'descr': '<f4 # a string expected",
        "{ # a string expected",
        "[] # '{' expected",
      })
  void malformedHeaderIsRefused(String header, String reason) throws IOException {
    Path file = file(1, header, new byte[24]);
    assertThatThrownBy(() -> Npy.read(file))
        .isInstanceOf(MalformedFileException.class)
        .hasMessageStartingWith(file + ": ")
        .hasMessageContaining(reason);
  }

  @Test
  void messagesStayShortAndOnOneLine() throws IOException {
    String text = "a\n".repeat(5000);
    var header = "{'descr': '%s', 'fortran_order': False, 'shape': (%s,)}";
    assertRefused("{'" + text + "': 1}", "unknown key");
    assertRefused(header.formatted(text, 6), "are read");
    assertRefused(header.formatted("<f4", "9".repeat(5000)), "is beyond 2147483647");
    assertRefused(header.formatted("<f4", "0" + ",2147483647".repeat(63)), "has no elements");
    assertRefused(header.formatted("<f4", "1" + ",1".repeat(64)), "more than 64 extents");
  }

  private void assertRefused(String header, String reason) throws IOException {
    Path file = file(1, header, new byte[24]);
    assertThatThrownBy(() -> Npy.read(file))
        .isInstanceOf(MalformedFileException.class)
        .hasMessageContaining(reason)
        .satisfies(error -> assertThat(error.getMessage()).hasSizeLessThan(1000))
        .satisfies(error -> assertThat(error.getMessage()).doesNotContain("\n"));
  }

  @Test
  void digitsAreThoseOfAscii() throws IOException {
    var arabic = "{'descr': '<f4', 'fortran_order': False, 'shape': (\u0666,)}";
    Path file = file(3, new String(arabic.getBytes(UTF_8), ISO_8859_1), new byte[24]);
    assertThatThrownBy(() -> Npy.read(file))
        .isInstanceOf(MalformedFileException.class)
        .hasMessageContaining("a number expected");
  }

  @Test
  void everyShorterFileIsRefused() throws IOException {
    byte[] whole = Files.readAllBytes(file(1, TWO_BY_THREE, new byte[24]));
    Path cut = folder.resolve("cut.npy");
    for (int length = 0; length < whole.length; length++) {
      Files.write(cut, Arrays.copyOf(whole, length));
      assertThatThrownBy(() -> Npy.read(cut)).isInstanceOf(MalformedFileException.class);
    }
    Files.write(cut, Arrays.copyOf(whole, whole.length + 1));
    assertThatThrownBy(() -> Npy.read(cut))
        .isInstanceOf(MalformedFileException.class)
        .hasMessageContaining("the file has 25 bytes");
  }

  @Test
  void longHeaderIsRefusedBeforeItIsRead() throws IOException {
    Path file = folder.resolve("a.npy");
    Files.write(
        file, new byte[] {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y', 2, 0, -1, -1, -1, -1, '{', '}'});
    assertThatThrownBy(() -> Npy.read(file))
        .isInstanceOf(MalformedFileException.class)
        .hasMessageContaining("has a header of 4294967295 bytes");
  }

  @ParameterizedTest
  @CsvSource({"0,0", "4,0", "1,1", "-1,0"})
  void otherVersionsAreRefused(byte major, byte minor) throws IOException {
    Path file = folder.resolve("a.npy");
    Files.write(file, new byte[] {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y', major, minor, 2, 0, 123});
    assertThatThrownBy(() -> Npy.read(file))
        .isInstanceOf(MalformedFileException.class)
        .hasMessageContaining("1.0 to 3.0 expected");
  }

  @Test
  void whatIsNoNpyAtAllIsRefused() throws IOException {
    Path file = folder.resolve("a.npy");
    Files.writeString(file, "PK and other things");
    assertThatThrownBy(() -> Npy.read(file))
        .isInstanceOf(MalformedFileException.class)
        .hasMessageContaining("does not begin as an .npy file does");
    assertThatThrownBy(() -> Npy.read(folder.resolve("absent.npy")))
        .isInstanceOf(NoSuchFileException.class);
  }

  private Path file(int version, String header, byte[] data) throws IOException {
    int field = version == 1 ? 2 : 4;
    var bytes =
        ByteBuffer.allocate(8 + field + header.length() + data.length)
            .order(ByteOrder.LITTLE_ENDIAN)
            .put(new byte[] {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y', (byte) version, 0});
    if (version == 1) {
      bytes.putShort((short) header.length());
    } else {
      bytes.putInt(header.length());
    }
    bytes.put(header.getBytes(ISO_8859_1)).put(data);
    Path file = folder.resolve("file.npy");
    Files.write(file, bytes.array());
    return file;
  }
}
