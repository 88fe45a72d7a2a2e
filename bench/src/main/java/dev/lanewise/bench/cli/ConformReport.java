package dev.lanewise.bench.cli;

import com.fasterxml.jackson.core.JsonEncoding;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import dev.lanewise.bench.conform.Verdict;
import dev.lanewise.bench.conform.Verdict.Status;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/**
 * What came of all cases for machines: {@code {"passed", "failed", "unsupported", "tests":
 * [{"name", "status", "detail"}]}}.
 */
final class ConformReport {
  private ConformReport() {}

  /** Writes the report; nothing is at {@code target} before it is complete. */
  static void write(Path target, Map<String, Verdict> verdicts) throws IOException {
    try (var file = ReplacedFile.of(target)) {
      try (var json =
          new JsonFactory()
              .createGenerator(Files.newOutputStream(file.path()), JsonEncoding.UTF8)) {
        json.setPrettyPrinter(new DefaultPrettyPrinter());
        json.writeStartObject();
        for (var status : Status.values()) {
          json.writeNumberField(status.toString(), count(verdicts, status));
        }
        json.writeArrayFieldStart("tests");
        for (var verdict : verdicts.entrySet()) {
          json.writeStartObject();
          json.writeStringField("name", verdict.getKey());
          json.writeStringField("status", verdict.getValue().status().toString());
          json.writeStringField("detail", verdict.getValue().detail());
          json.writeEndObject();
        }
        json.writeEndArray();
        json.writeEndObject();
      }
      file.commit();
    }
  }

  /** How many cases ended so. */
  static long count(Map<String, Verdict> verdicts, Status status) {
    return verdicts.values().stream().filter(verdict -> verdict.status() == status).count();
  }
}
