package dev.lanewise.bench.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A picture as a JSON report has it, read back field by field in the documented order. */
record Reported(String picture, double millis, List<Guess> top) {

  record Guess(String label, double probability) {}

  /** Everything that a report holds, which must have nothing but the documented fields. */
  static List<Reported> read(Path file) throws IOException {
    List<Reported> reported = new ArrayList<>();
    try (var json = new JsonFactory().createParser(file.toFile())) {
      expect(json, JsonToken.START_ARRAY);
      while (json.nextToken() == JsonToken.START_OBJECT) {
        reported.add(picture(json));
      }
      assertThat(json.currentToken()).isEqualTo(JsonToken.END_ARRAY);
      assertThat(json.nextToken()).isNull();
    }
    return reported;
  }

  private static Reported picture(JsonParser json) throws IOException {
    field(json, "picture", JsonToken.VALUE_STRING);
    var name = json.getText();
    field(json, "millis", JsonToken.VALUE_NUMBER_FLOAT);
    double millis = json.getDoubleValue();
    field(json, "top", JsonToken.START_ARRAY);
    List<Guess> top = new ArrayList<>();
    while (json.nextToken() == JsonToken.START_OBJECT) {
      field(json, "label", JsonToken.VALUE_STRING);
      var label = json.getText();
      field(json, "probability", JsonToken.VALUE_NUMBER_FLOAT);
      top.add(new Guess(label, json.getDoubleValue()));
      expect(json, JsonToken.END_OBJECT);
    }
    expect(json, JsonToken.END_OBJECT);
    return new Reported(name, millis, top);
  }

  private static void field(JsonParser json, String name, JsonToken value) throws IOException {
    assertThat(json.nextFieldName()).isEqualTo(name);
    expect(json, value);
  }

  private static void expect(JsonParser json, JsonToken token) throws IOException {
    assertThat(json.nextToken()).isEqualTo(token);
  }
}
