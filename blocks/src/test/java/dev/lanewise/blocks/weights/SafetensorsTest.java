package dev.lanewise.blocks.weights;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lanewise.engine.Layout;
import dev.lanewise.engine.Shape;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.OptionalInt;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SafetensorsTest {
  private static final String MIXED =
      """
      {"__metadata__": {"format": "pt", "note": "\\u00e9 \\n"},
       "w": {"dtype": "F32", "shape": [2, 3], "data_offsets": [2, 26]},
       "scalar": {"dtype": "BF16", "shape": [], "data_offsets": [0, 2]},
       "空": {"dtype": "F32", "shape": [4, 0, 2], "data_offsets": [2, 2]},
       "steps": {"dtype": "I64", "shape": [1], "data_offsets": [26, 34]},
       "bn1.num_batches_tracked": {"data_offsets": [34, 42], "shape": [], "dtype": "I64"}}   \
      """;

  @TempDir Path folder;

  private Path mixed() {
    var data = new byte[42];
    System.arraycopy(SafetensorsFile.shorts(0x4049), 0, data, 0, 2);
    System.arraycopy(SafetensorsFile.floats(1, -0f, 3, Float.NaN, 5, 0x1p-149f), 0, data, 2, 24);
    return SafetensorsFile.write(folder.resolve("mixed.safetensors"), MIXED, data);
  }

  @Test
  void everyKindOfTensorIsReadOrNamed() throws IOException {
    try (var weights = Safetensors.open(mixed())) {
      var w = weights.get("w", Shape.of(2, 3));
      assertThat(w.layout()).isEqualTo(Layout.NCHW);
      assertThat(w.toArray(Layout.NCHW)).containsExactly(1, -0f, 3, Float.NaN, 5, 0x1p-149f);
      assertThat(weights.get("w", Shape.of(2, 3))).isSameAs(w);
      assertThat(weights.get("scalar", Shape.of()).get()).isEqualTo(3.140625f);
      assertThat(weights.names())
          .containsExactly("w", "scalar", "空", "steps", "bn1.num_batches_tracked");
      assertThat(weights.metadata()).hasSize(2).containsEntry("note", "é \n");
      assertThat(weights.declares("空")).isTrue();
      assertThat(weights.declares("v")).isFalse();
    }
  }

  @ParameterizedTest
  @CsvSource({"w,0,2", "w,1,3", "w,2,", "w,-1,", "空,0,4", "空,1,", "scalar,0,", "absent,0,"})
  void extentsAreStatedWhereTheyAreSome(String name, int axis, @Nullable Integer extent)
      throws IOException {
    try (var weights = Safetensors.open(mixed())) {
      assertThat(weights.extent(name, axis))
          .isEqualTo(extent == null ? OptionalInt.empty() : OptionalInt.of(extent));
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '#',
      value = {
        "v # has no tensor \"v\"; shape [2, 3] is needed",
        "scalar # tensor \"scalar\" has shape [], shape [2, 3] is needed",
        "空 # tensor \"空\" has shape [4, 0, 2], shape [2, 3] is needed",
      })
  void missingAndOtherShapesAreRefused(String name, String reason) throws IOException {
    try (var weights = Safetensors.open(mixed())) {
      assertThatThrownBy(() -> weights.get(name, Shape.of(2, 3)))
          .isInstanceOf(WeightsException.class)
          .hasMessageStartingWith(folder.resolve("mixed.safetensors").toString())
          .hasMessageEndingWith(reason);
    }
  }

  @Test
  void shapeOfManyExtentsIsCutInMessages() throws IOException {
    String shape = "[0" + ",9223372036854775807".repeat(63) + "]";
    Path file =
        SafetensorsFile.write(
            folder.resolve("x.safetensors"),
            "{\"w\":{\"dtype\":\"F32\",\"shape\":" + shape + ",\"data_offsets\":[0,0]}}",
            new byte[0]);
    try (var weights = Safetensors.open(file)) {
      assertThatThrownBy(() -> weights.get("w", Shape.of(1)))
          .isInstanceOf(WeightsException.class)
          .satisfies(error -> assertThat(error.getMessage()).hasSizeLessThan(1000));
    }
  }

  @Test
  void integersAreRefusedOnlyWhenAskedFor() throws IOException {
    try (var weights = Safetensors.open(mixed())) {
      assertThatThrownBy(() -> weights.get("steps", Shape.of(1)))
          .isInstanceOf(WeightsException.class)
          .hasMessageContaining("tensor \"steps\" is I64; F32, F16 and BF16 are read");
    }
  }

  @Test
  void whatIsLeftOverIsNamedButForBatchCounts() throws IOException {
    try (var weights = Safetensors.open(mixed())) {
      weights.get("w", Shape.of(2, 3));
      weights.get("scalar", Shape.of());
      assertThatThrownBy(() -> weights.requireAllUsed("net"))
          .isInstanceOf(WeightsException.class)
          .hasMessageContaining("tensor \"空\" (the first of 2) is not one of net's");
    }
    var header = "{\"num_batches_tracked\":{\"dtype\":\"I8\",\"shape\":[],\"data_offsets\":[0,1]}}";
    var file = SafetensorsFile.write(folder.resolve("count.safetensors"), header, new byte[1]);
    try (var weights = Safetensors.open(file)) {
      weights.requireAllUsed("net");
    }
  }

  @Test
  void fileWithoutTensorsIsAllowed() throws IOException {
    var file = SafetensorsFile.write(folder.resolve("none.safetensors"), "{}", new byte[0]);
    try (var weights = Safetensors.open(file)) {
      assertThat(weights.names()).isEmpty();
    }
  }

  @Test
  void everyHalfIsWidenedExactly() throws IOException {
    var all = IntStream.range(0, 1 << 16).toArray();
    var header =
        """
        {"f": {"dtype": "F16", "shape": [65536], "data_offsets": [0, 131072]},
         "b": {"dtype": "BF16", "shape": [256, 256], "data_offsets": [131072, 262144]}}""";
    var data = new byte[1 << 18];
    System.arraycopy(SafetensorsFile.shorts(all), 0, data, 0, 1 << 17);
    System.arraycopy(SafetensorsFile.shorts(all), 0, data, 1 << 17, 1 << 17);
    var file = SafetensorsFile.write(folder.resolve("halves.safetensors"), header, data);
    try (var weights = Safetensors.open(file)) {
      var halves = new float[1 << 16];
      var brains = new float[1 << 16];
      for (int bits : all) {
        halves[bits] = (float) value(bits, 5, 10);
        brains[bits] = (float) value(bits, 8, 7);
      }
      assertThat(weights.get("f", Shape.of(1 << 16)).toArray(Layout.NCHW)).containsExactly(halves);
      assertThat(weights.get("b", Shape.of(256, 256)).toArray(Layout.NCHW)).containsExactly(brains);
    }
  }

  /** IEEE 754 by its definition, in double, which holds all of these exactly. */
  private static double value(int bits, int exponentBits, int fractionBits) {
    int sign = bits >> 15 == 0 ? 1 : -1;
    int exponent = (bits >> fractionBits) & ((1 << exponentBits) - 1);
    int fraction = bits & ((1 << fractionBits) - 1);
    int bias = (1 << (exponentBits - 1)) - 1;
    if (exponent == (1 << exponentBits) - 1) {
      return fraction == 0 ? sign * Double.POSITIVE_INFINITY : Double.NaN;
    }
    int significand = exponent == 0 ? fraction : fraction + (1 << fractionBits);
    return (double) sign
        * Math.scalb((double) significand, Math.max(exponent, 1) - bias - fractionBits);
  }

  @ParameterizedTest
  @CsvSource({"F32,1", "F32,4096", "F32,100000", "F16,100001", "BF16,199998", "F32,399900"})
  void fileCutShortAfterOpeningGivesTypedError(String dtype, int cut) throws IOException {
    int elements = dtype.equals("F32") ? 100_000 : 200_000;
    var header =
        "{\"w\":{\"dtype\":\"%s\",\"shape\":[%d],\"data_offsets\":[0,400000]}}"
            .formatted(dtype, elements);
    var file = SafetensorsFile.write(folder.resolve("cut.safetensors"), header, new byte[400_000]);
    try (var weights = Safetensors.open(file)) {
      try (var channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
        channel.truncate(Files.size(file) - cut);
      }
      assertThatThrownBy(() -> weights.get("w", Shape.of(elements)))
          .isInstanceOf(MalformedFileException.class)
          .hasMessageContaining("cut short while being read");
    }
  }

  @Test
  void smallTensorsOnPagesThatAreGoneGiveTypedErrors() throws IOException {
    var header =
        """
        {"pad": {"dtype": "U8", "shape": [20000], "data_offsets": [0, 20000]},
         "w": {"dtype": "F32", "shape": [2], "data_offsets": [20000, 20008]}}""";
    var file = SafetensorsFile.write(folder.resolve("cut.safetensors"), header, new byte[20_008]);
    try (var weights = Safetensors.open(file)) {
      try (var channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
        channel.truncate(100);
      }
      assertThatThrownBy(() -> weights.get("w", Shape.of(2)))
          .isInstanceOf(MalformedFileException.class)
          .hasMessageContaining("cut short while being read");
    }
  }

  @Test
  void tensorsEndWithTheirSource() throws IOException {
    var weights = Safetensors.open(mixed());
    var w = weights.get("w", Shape.of(2, 3));
    w.close();
    assertThat(w.get(0, 0)).isEqualTo(1);
    weights.close();
    weights.close();
    assertThatThrownBy(() -> w.get(0, 0)).isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(() -> weights.get("w", Shape.of(2, 3)))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("is closed");
  }

  @Test
  void nothingStaysOpen() throws IOException {
    Path maps = Path.of("/proc/self/maps");
    Assumptions.assumeTrue(Files.isReadable(maps), "open files are not listed by this system");
    Path good = mixed();
    Path bad = SafetensorsFile.write(folder.resolve("bad.safetensors"), "{]", new byte[5000]);
    try (var weights = Safetensors.open(good)) {
      assertThat(weights.names()).isNotEmpty();
      assertThat(isOpen(good)).isTrue();
    }
    assertThatThrownBy(() -> Safetensors.open(bad)).isInstanceOf(MalformedFileException.class);
    assertThat(isOpen(good)).isFalse();
    assertThat(isOpen(bad)).isFalse();
  }

  private static boolean isOpen(Path file) throws IOException {
    var name = file.toString();
    try (var maps = Files.lines(Path.of("/proc/self/maps"));
        var files = Files.list(Path.of("/proc/self/fd"))) {
      return maps.anyMatch(line -> line.endsWith(name))
          || files.anyMatch(link -> target(link).equals(name));
    }
  }

  private static String target(Path link) {
    try {
      return Files.readSymbolicLink(link).toString();
    } catch (IOException gone) {
      return "";
    }
  }

  @Test
  void absentFileIsAnIoException() {
    assertThatThrownBy(() -> Safetensors.open(folder.resolve("absent")))
        .isInstanceOf(NoSuchFileException.class);
    assertThatThrownBy(() -> Safetensors.open(folder)).isInstanceOf(IOException.class);
  }
}
