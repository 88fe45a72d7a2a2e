package dev.lanewise.blocks.weights;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import dev.lanewise.blocks.internal.file.Quoted;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.CharacterCodingException;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * The header of a safetensors file: what each tensor is and where in the buffer it lies.
 *
 * <pre>{@code
 * {"__metadata__": {"format": "pt"},
 *  "conv1.weight": {"dtype": "F32", "shape": [64, 3, 7, 7], "data_offsets": [0, 37632]}, …}
 * }</pre>
 *
 * <p>Limits that the format does not state, to bound the memory: {@value #MAX_NAMES} tensors and
 * metadata entries, {@value #MAX_RANK} extents a tensor, {@value #MAX_NAME} characters a name.
 */
record SafetensorsHeader(Map<String, Entry> tensors, Map<String, String> metadata) {
  static final int MAX_NAMES = 1 << 18;
  static final int MAX_RANK = 64;
  static final int MAX_NAME = 1 << 16;

  private static final JsonFactory JSON =
      JsonFactory.builder()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          // Names are all different and come once: nothing to gain from sharing them.
          .disable(JsonFactory.Feature.CANONICALIZE_FIELD_NAMES)
          .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
          .streamReadConstraints(
              StreamReadConstraints.builder().maxNestingDepth(3).maxNameLength(MAX_NAME).build())
          .build();

  /** What Jackson says of where the text came from, which is nothing here. */
  private static final Pattern SOURCE = Pattern.compile("\\[Source: [^;]*; ");

  /**
   * One tensor.
   *
   * @param shape the extents, any of which may be 0
   * @param begin where its bytes begin in the buffer
   * @param end where they end, exclusive
   */
  record Entry(Dtype dtype, long[] shape, long begin, long end) {}

  /**
   * Reads and checks a header.
   *
   * @param bytes the header with its padding
   * @param bufferBytes how many bytes follow it in the file
   * @throws IllegalArgumentException if it breaks a rule of the format, saying which and where
   */
  static SafetensorsHeader parse(byte[] bytes, long bufferBytes) {
    int length = bytes.length;
    if (length == 0 || bytes[0] != '{') {
      throw wrong("the header does not begin with {");
    }
    while (bytes[length - 1] == ' ') {
      length--;
    }
    if (bytes[length - 1] != '}') {
      throw wrong("the header does not end with } and blanks");
    }
    var tensors = new LinkedHashMap<String, Entry>();
    var metadata = new LinkedHashMap<String, String>();
    // Decoded here: Jackson would guess among Unicode's encodings and forgive malformed bytes.
    var text = new ByteArrayInputStream(bytes, 0, length);
    try (var json = JSON.createParser(new InputStreamReader(text, UTF_8.newDecoder()))) {
      json.nextToken();
      while (json.nextToken() == JsonToken.FIELD_NAME) {
        String name = json.currentName();
        if (name.equals("__metadata__")) {
          readMetadata(json, metadata);
        } else {
          tensors.put(name, readEntry(json, Quoted.of(name)));
        }
        if (tensors.size() + metadata.size() > MAX_NAMES) {
          throw wrong("more than " + MAX_NAMES + " names");
        }
      }
      if (json.nextToken() != null) {
        throw wrong("text after the header's object");
      }
    } catch (JsonProcessingException e) {
      long at = e.getLocation() == null ? 0 : e.getLocation().getCharOffset();
      throw new IllegalArgumentException(
          "the header is not what is read as JSON here: %s (character %d)"
              .formatted(Quoted.plain(SOURCE.matcher(e.getOriginalMessage()).replaceAll("")), at),
          e);
    } catch (CharacterCodingException e) {
      throw new IllegalArgumentException("the header is not UTF-8", e);
    } catch (IOException e) {
      throw new AssertionError("reading from an array", e);
    }
    checkCoverage(tensors, bufferBytes);
    return new SafetensorsHeader(
        Collections.unmodifiableMap(tensors), Collections.unmodifiableMap(metadata));
  }

  private static void readMetadata(JsonParser json, Map<String, String> metadata)
      throws IOException {
    expect(json, JsonToken.START_OBJECT, "__metadata__");
    while (json.nextToken() == JsonToken.FIELD_NAME) {
      String key = json.currentName();
      expect(json, JsonToken.VALUE_STRING, "__metadata__ " + Quoted.of(key));
      metadata.put(key, json.getText());
      if (metadata.size() > MAX_NAMES) {
        throw wrong("more than " + MAX_NAMES + " names");
      }
    }
  }

  private static Entry readEntry(JsonParser json, String tensor) throws IOException {
    Dtype dtype = null;
    long[] shape = null;
    long[] offsets = null;
    expect(json, JsonToken.START_OBJECT, tensor);
    while (json.nextToken() == JsonToken.FIELD_NAME) {
      String key = json.currentName();
      switch (key) {
        case "dtype" -> {
          expect(json, JsonToken.VALUE_STRING, tensor + " dtype");
          dtype = Dtype.named(json.getText());
          if (dtype == null) {
            throw wrong(tensor + ": unknown dtype " + Quoted.of(json.getText()));
          }
        }
        case "shape" -> shape = readNumbers(json, tensor + " shape", MAX_RANK);
        case "data_offsets" -> offsets = readNumbers(json, tensor + " data_offsets", 2);
        default -> throw wrong(tensor + ": unknown key " + Quoted.of(key));
      }
    }
    if (dtype == null || shape == null || offsets == null) {
      throw wrong(tensor + ": dtype, shape and data_offsets are needed, one is missing");
    }
    if (offsets.length != 2 || offsets[0] > offsets[1]) {
      throw wrong(
          tensor
              + ": data_offsets [begin, end] with begin ≤ end expected, got "
              + Arrays.toString(offsets));
    }
    long bytes = bytes(dtype, shape, tensor);
    if (bytes != offsets[1] - offsets[0]) {
      throw wrong(
          "%s: %s %s takes %d bytes, data_offsets %s are %d"
              .formatted(
                  tensor,
                  dtype,
                  plain(shape),
                  bytes,
                  Arrays.toString(offsets),
                  offsets[1] - offsets[0]));
    }
    return new Entry(dtype, shape, offsets[0], offsets[1]);
  }

  private static long bytes(Dtype dtype, long[] shape, String tensor) {
    long bits;
    try {
      long elements = 1;
      for (long extent : shape) {
        elements = Math.multiplyExact(elements, extent);
      }
      bits = Math.multiplyExact(elements, dtype.bits());
    } catch (ArithmeticException overflow) {
      throw wrong(tensor + ": the size of shape " + plain(shape) + " overflows");
    }
    if (bits % Byte.SIZE != 0) {
      throw wrong(tensor + ": " + dtype + " " + plain(shape) + " ends inside a byte");
    }
    return bits / Byte.SIZE;
  }

  private static long[] readNumbers(JsonParser json, String what, int most) throws IOException {
    expect(json, JsonToken.START_ARRAY, what);
    var numbers = new long[most];
    int count = 0;
    while (json.nextToken() != JsonToken.END_ARRAY) {
      if (json.currentToken() != JsonToken.VALUE_NUMBER_INT || json.getText().startsWith("-")) {
        throw wrong(what + ": a whole number, not negative, expected, got " + token(json));
      }
      if (count == most) {
        throw wrong(what + ": more than " + most + " numbers");
      }
      numbers[count++] = json.getLongValue();
    }
    return Arrays.copyOf(numbers, count);
  }

  private static void expect(JsonParser json, JsonToken token, String what) throws IOException {
    if (json.nextToken() != token) {
      String wanted =
          switch (token) {
            case START_OBJECT -> "an object";
            case START_ARRAY -> "an array";
            default -> "a string";
          };
      throw wrong(what + ": " + wanted + " expected, got " + token(json));
    }
  }

  private static String token(JsonParser json) throws IOException {
    return Quoted.plain(json.currentToken() == null ? "the end" : json.getText());
  }

  private static String plain(long[] shape) {
    return Quoted.plain(Arrays.toString(shape));
  }

  /** The tensors' bytes must cover the buffer from its first byte to its last, each byte once. */
  private static void checkCoverage(Map<String, Entry> tensors, long bufferBytes) {
    var order =
        tensors.entrySet().stream()
            .sorted(
                Comparator.<Map.Entry<String, Entry>>comparingLong(entry -> entry.getValue().begin)
                    .thenComparingLong(entry -> entry.getValue().end))
            .toList();
    long covered = 0;
    for (var entry : order) {
      long begin = entry.getValue().begin;
      if (begin != covered) {
        throw wrong(
            "%s begins at byte %d of the buffer, %s byte %d, where the one before it ends"
                .formatted(
                    Quoted.of(entry.getKey()),
                    begin,
                    begin < covered ? "before" : "after",
                    covered));
      }
      covered = entry.getValue().end;
    }
    if (covered != bufferBytes) {
      throw wrong(
          "the tensors take %d bytes, the file has %d after its header"
              .formatted(covered, bufferBytes));
    }
  }

  private static IllegalArgumentException wrong(String what) {
    return new IllegalArgumentException(what);
  }
}
