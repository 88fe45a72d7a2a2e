package dev.lanewise.blocks.weights;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_16LE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Every rule of the format, broken on its own. */
@Tag("malformed")
class MalformedSafetensorsTest {
  private static final String GOOD =
      "{\"a\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0,8]}}";

  @TempDir Path folder;
  private Path file = Path.of("");

  @BeforeEach
  void name() {
    file = folder.resolve("x.safetensors");
  }

  private void assertRefused(String reason) {
    assertThatThrownBy(() -> Safetensors.open(file))
        .isInstanceOf(MalformedFileException.class)
        .hasMessageStartingWith(file + ": ")
        .hasMessageContaining(reason)
        .satisfies(error -> assertThat(error.getMessage()).hasSizeLessThan(1000))
        .satisfies(error -> assertThat(error.getMessage()).doesNotContain("\n"));
  }

  /** The header is in single quotes here; eight bytes follow it. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '#',
      quoteCharacter = '`',
      value = {
        // the frame
        "[] # does not begin with {",
        "' {}' # does not begin with {",
        "{ # does not end with } and blanks",
        "{}x # does not end with } and blanks",
        "{}{} # text after the header's object",
        "{} {'a':1} # text after the header's object",
        "{'a':{'dtype':'F32','shape':[2],'data_offsets':[0,8]},} # not what is read as JSON",
        "{'a':{'dtype':'F32','shape':[2],'data_offsets':[0,8]} # not what is read as JSON",
        "{a:{'dtype':'F32','shape':[2],'data_offsets':[0,8]}} # not what is read as JSON",
        "{/**/'a':{'dtype':'F32','shape':[2],'data_offsets':[0,8]}} # not what is read as JSON",
        // names
        "{'a':{'dtype':'F32','shape':[1],'data_offsets':[0,4]},'a':{'dtype':'F32','shape':[1],"
            + "'data_offsets':[4,8]}} # Duplicate",
        "{'a':{'dtype':'F32','shape':[1],'data_offsets':[0,4]},'\\u0061':{'dtype':'F32',"
            + "'shape':[1],'data_offsets':[4,8]}} # Duplicate",
        "{'a':{'dtype':'F32','dtype':'F32','shape':[2],'data_offsets':[0,8]}} # Duplicate",
        "{'a':{'dtype':'F32','shape':[2],'data_offsets':[0,8]},'__metadata__':{},"
            + "'__metadata__':{}} # Duplicate",
        "{'__metadata__':{'k':'1','k':'2'}} # Duplicate",
        // metadata
        "{'__metadata__':{'k':1}} # __metadata__ \"k\": a string expected, got 1",
        "{'__metadata__':{'k':null}} # __metadata__ \"k\": a string expected, got null",
        "{'__metadata__':{'k':{}}} # __metadata__ \"k\": a string expected, got {",
        "{'__metadata__':[]} # __metadata__: an object expected, got [",
        // tensors
        "{'a':1} # \"a\": an object expected, got 1",
        "{'a':[]} # \"a\": an object expected, got [",
        "{'a':{}} # \"a\": dtype, shape and data_offsets are needed",
        "{'a':{'dtype':'F32','shape':[2]}} # \"a\": dtype, shape and data_offsets are needed",
        "{'a':{'dtype':'F32','data_offsets':[0,8]}} # dtype, shape and data_offsets are needed",
        "{'a':{'shape':[2],'data_offsets':[0,8]}} # dtype, shape and data_offsets are needed",
        "{'a':{'dtype':'F32','shape':[2],'data_offsets':[0,8],'x':0}} # \"a\": unknown key \"x\"",
        "{'a':{'dtype':'f32','shape':[2],'data_offsets':[0,8]}} # \"a\": unknown dtype \"f32\"",
        "{'a':{'dtype':'F31','shape':[2],'data_offsets':[0,8]}} # \"a\": unknown dtype \"F31\"",
        "{'a':{'dtype':32,'shape':[2],'data_offsets':[0,8]}} # \"a\" dtype: a string expected",
        "{'a':{'dtype':'F32','shape':2,'data_offsets':[0,8]}} # \"a\" shape: an array expected",
        "{'a':{'dtype':'F32','shape':[2.0],'data_offsets':[0,8]}} # \"a\" shape: a whole number",
        "{'a':{'dtype':'F32','shape':[2e0],'data_offsets':[0,8]}} # \"a\" shape: a whole number",
        "{'a':{'dtype':'F32','shape':['2'],'data_offsets':[0,8]}} # \"a\" shape: a whole number",
        "{'a':{'dtype':'F32','shape':[-2],'data_offsets':[0,8]}} # not negative, expected, got -2",
        "{'a':{'dtype':'F32','shape':[-0,2],'data_offsets':[0,0]}} # not negative, expected, got -0",
        "{'a':{'dtype':'F32','shape':[02],'data_offsets':[0,8]}} # not what is read as JSON",
        "{'a':{'dtype':'F32','shape':[[2]],'data_offsets':[0,8]}} # not what is read as JSON",
        "{'a':{'dtype':'F32','shape':[2],'data_offsets':[[0],8]}} # not what is read as JSON",
        // sizes
        "{'a':{'dtype':'F32','shape':[3],'data_offsets':[0,8]}} # F32 [3] takes 12 bytes",
        "{'a':{'dtype':'F64','shape':[2],'data_offsets':[0,8]}} # F64 [2] takes 16 bytes",
        "{'a':{'dtype':'F16','shape':[2],'data_offsets':[0,8]}} # F16 [2] takes 4 bytes",
        "{'a':{'dtype':'F32','shape':[2,0],'data_offsets':[0,8]}} # F32 [2, 0] takes 0 bytes",
        "{'a':{'dtype':'F32','shape':[],'data_offsets':[0,8]}} # F32 [] takes 4 bytes",
        "{'a':{'dtype':'F4','shape':[17],'data_offsets':[0,8]}} # F4 [17] ends inside a byte",
        "{'a':{'dtype':'F32','shape':[4294967296,4294967296],'data_offsets':[0,8]}} # overflows",
        "{'a':{'dtype':'F32','shape':[4611686018427387904,4],'data_offsets':[0,8]}} # overflows",
        "{'a':{'dtype':'F32','shape':[576460752303423490],'data_offsets':[0,8]}} # overflows",
        "{'a':{'dtype':'F32','shape':[9223372036854775808],'data_offsets':[0,8]}} # not what is",
        "{'a':{'dtype':'F32','shape':[18446744073709551618],'data_offsets':[0,8]}} # not what is",
        // offsets
        "{'a':{'dtype':'F32','shape':[2],'data_offsets':[8,0]}} # begin ≤ end expected, got [8, 0]",
        "{'a':{'dtype':'F32','shape':[2],'data_offsets':[8]}} # begin ≤ end expected, got [8]",
        "{'a':{'dtype':'F32','shape':[2],'data_offsets':[0,8,8]}} # more than 2 numbers",
        "{'a':{'dtype':'F32','shape':[2],'data_offsets':[-8,0]}} # not negative, expected, got -8",
        "{'a':{'dtype':'F32','shape':[2],'data_offsets':[0,8.0]}} # whole number",
        "{'a':{'dtype':'F32','shape':[1],'data_offsets':[0,4]}} # take 4 bytes, the file has 8",
        "{'a':{'dtype':'F32','shape':[3],'data_offsets':[0,12]}} # take 12 bytes, the file has 8",
        "{} # take 0 bytes, the file has 8",
        "{'a':{'dtype':'F32','shape':[1],'data_offsets':[4,8]}} # begins at byte 4",
        "{'a':{'dtype':'U8','shape':[3],'data_offsets':[0,3]},'b':{'dtype':'U8','shape':[4],"
            + "'data_offsets':[4,8]}} # \"b\" begins at byte 4 of the buffer, after byte 3",
        "{'b':{'dtype':'U8','shape':[5],'data_offsets':[3,8]},'a':{'dtype':'U8','shape':[4],"
            + "'data_offsets':[0,4]}} # \"b\" begins at byte 3 of the buffer, before byte 4",
        "{'a':{'dtype':'U8','shape':[8],'data_offsets':[0,8]},'b':{'dtype':'U8','shape':[8],"
            + "'data_offsets':[0,8]}} # begins at byte 0 of the buffer, before byte 8",
        "{'a':{'dtype':'U8','shape':[8],'data_offsets':[0,8]},'b':{'dtype':'U8','shape':[0],"
            + "'data_offsets':[5,5]}} # \"b\" begins at byte 5 of the buffer, before byte 8",
        "{'a':{'dtype':'U8','shape':[8],'data_offsets':[9223372036854775799,9223372036854775807]}}"
            + " # begins at byte 9223372036854775799",
      })
  void headerThatBreaksARuleIsRefused(String header, String reason) {
    var text = header.startsWith("' ") ? " {}" : header.replace('\'', '"');
    SafetensorsFile.write(file, text, new byte[8]);
    assertRefused(reason);
  }

  @ParameterizedTest
  @ValueSource(longs = {100_000_001L, 1L << 40, Long.MAX_VALUE, Long.MIN_VALUE, -1})
  void headerOverItsLimitIsRefused(long size) {
    SafetensorsFile.write(file, size, GOOD.getBytes(UTF_8), new byte[8]);
    assertRefused("the header is said to have " + Long.toUnsignedString(size) + " bytes, at most");
  }

  @Test
  void headerBeyondTheFileIsRefused() {
    SafetensorsFile.write(file, 100_000_000, GOOD.getBytes(UTF_8), new byte[8]);
    assertRefused("the header is said to end at byte 100000008, the file has " + (16 + 54));
  }

  @ParameterizedTest
  @CsvSource({"0,does not begin with {", "1,does not end with }", "53,not what is read as JSON"})
  void headerSizeInsideTheHeaderIsRefused(long size, String reason) {
    SafetensorsFile.write(file, size, GOOD.getBytes(UTF_8), new byte[8]);
    assertRefused(reason);
  }

  @Test
  void everyShorterOrLongerFileIsRefused() throws IOException {
    SafetensorsFile.write(file, GOOD, new byte[8]);
    byte[] whole = Files.readAllBytes(file);
    Safetensors.open(file).close();
    for (int length = 0; length <= whole.length + 9; length++) {
      if (length != whole.length) {
        Files.write(file, Arrays.copyOf(whole, length));
        assertRefused("");
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"\n", "\t", "\0", " \r", "\u00a0"})
  void paddingIsBlanksAlone(String padding) {
    SafetensorsFile.write(file, GOOD + padding, new byte[8]);
    assertRefused("the header does not end with } and blanks");
  }

  @Test
  void otherEncodingsAreRefused() {
    var utf16 = GOOD.getBytes(UTF_16LE);
    SafetensorsFile.write(file, utf16.length, utf16, new byte[8]);
    assertRefused("the header does not end with } and blanks");
    var latin1 = GOOD.replace('a', 'é').getBytes(ISO_8859_1);
    SafetensorsFile.write(file, latin1.length, latin1, new byte[8]);
    assertRefused("the header is not UTF-8");
    var overlong = GOOD.getBytes(UTF_8);
    overlong[2] = (byte) 0xC1;
    overlong[3] = (byte) 0xA1;
    SafetensorsFile.write(file, overlong.length, overlong, new byte[8]);
    assertRefused("the header is not UTF-8");
  }

  @Test
  void messagesStayShortAndOnOneLine() {
    SafetensorsFile.write(file, "{\"" + "a\\n".repeat(20_000) + "\":1}", new byte[0]);
    assertRefused("an object expected");
    SafetensorsFile.write(file, "{\"a\":{\"dtype\":\"" + "x".repeat(1 << 20) + "\"}}", new byte[0]);
    assertRefused("unknown dtype");
    String shape = "[2" + ",9223372036854775807".repeat(63) + "]";
    SafetensorsFile.write(
        file,
        "{\"a\":{\"dtype\":\"U8\",\"shape\":" + shape + ",\"data_offsets\":[0,0]}}",
        new byte[0]);
    assertRefused("overflows");
  }

  @Test
  void depthLengthAndNumbersAreBounded() {
    SafetensorsFile.write(file, "{\"a\":{\"shape\":" + "[".repeat(1 << 20) + "}}", new byte[0]);
    assertRefused("nesting");
    SafetensorsFile.write(file, "{\"" + "a".repeat(1 << 20) + "\":1}", new byte[0]);
    assertRefused("Name length");
    SafetensorsFile.write(file, "{\"a\":{\"shape\":[" + "1".repeat(1 << 20) + "]}}", new byte[0]);
    assertRefused("Number");
    SafetensorsFile.write(file, "{\"a\":{\"shape\":[" + "1,".repeat(65) + "1]}}", new byte[0]);
    assertRefused("\"a\" shape: more than 64 numbers");
  }

  @Test
  void numberOfNamesIsBounded() {
    int many = SafetensorsHeader.MAX_NAMES + 1;
    SafetensorsFile.write(
        file,
        IntStream.range(0, many)
            .mapToObj(
                i -> "\"%x\":{\"dtype\":\"U8\",\"shape\":[0],\"data_offsets\":[0,0]}".formatted(i))
            .collect(Collectors.joining(",", "{", "}")),
        new byte[0]);
    assertRefused("more than 262144 names");
    SafetensorsFile.write(
        file,
        IntStream.range(0, many)
            .mapToObj(i -> "\"%x\":\"\"".formatted(i))
            .collect(Collectors.joining(",", "{\"__metadata__\":{", "}}")),
        new byte[0]);
    assertRefused("more than 262144 names");
  }
}
