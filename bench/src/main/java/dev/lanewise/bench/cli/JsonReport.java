package dev.lanewise.bench.cli;

import com.fasterxml.jackson.core.JsonEncoding;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The classified pictures for machines: {@code [{"picture", "millis", "top": [{"label",
 * "probability"}]}]}. It is written as pictures come, and appears when {@link #finish} is called.
 */
final class JsonReport implements AutoCloseable {
  private final ReplacedFile file;
  private final JsonGenerator json;

  private JsonReport(ReplacedFile file, JsonGenerator json) {
    this.file = file;
    this.json = json;
  }

  /** Opens the report; nothing is at {@code target} before it is finished. */
  static JsonReport create(Path target) throws IOException {
    var file = ReplacedFile.of(target);
    try {
      var json =
          new JsonFactory().createGenerator(Files.newOutputStream(file.path()), JsonEncoding.UTF8);
      json.setPrettyPrinter(new DefaultPrettyPrinter());
      json.writeStartArray();
      return new JsonReport(file, json);
    } catch (IOException | RuntimeException failure) {
      file.close();
      throw failure;
    }
  }

  /** Adds a picture. */
  void add(Classified picture, Labels labels) throws IOException {
    json.writeStartObject();
    json.writeStringField("picture", picture.name());
    json.writeNumberField("millis", picture.millis());
    json.writeArrayFieldStart("top");
    for (var guess : picture.ranking().top()) {
      json.writeStartObject();
      json.writeStringField("label", labels.name(guess.index()));
      json.writeNumberField("probability", guess.probability());
      json.writeEndObject();
    }
    json.writeEndArray();
    json.writeEndObject();
  }

  /** Completes the report and puts it in its place. */
  void finish() throws IOException {
    json.writeEndArray();
    json.close();
    file.commit();
  }

  /** Gives up a report that was not finished. */
  @Override
  public void close() throws IOException {
    try (file) {
      json.close();
    }
  }
}
