package dev.lanewise.engine;

import java.util.List;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;

/** Keeps what is logged. */
final class LogRecorder extends Handler {
  private final List<LogRecord> records;

  LogRecorder(List<LogRecord> records) {
    this.records = records;
    setLevel(Level.ALL);
  }

  @Override
  public void publish(LogRecord record) {
    records.add(record);
  }

  @Override
  public void flush() {}

  @Override
  public void close() {}
}
