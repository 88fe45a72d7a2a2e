package dev.lanewise.bench.cli;

import dev.lanewise.engine.LanewiseException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;

/** A failure in one line, for somebody who has never seen this code. */
final class Explanation {
  private Explanation() {}

  static String of(Throwable failure) {
    return oneLine(
        switch (failure) {
          case LanewiseException typed -> message(typed);
          case UncheckedIOException wrapped when wrapped.getCause() != null ->
              of(wrapped.getCause());
          case NoSuchFileException missing -> missing.getFile() + ": no such file or directory";
          case AccessDeniedException denied -> denied.getFile() + ": permission denied";
          case FileAlreadyExistsException there -> there.getFile() + ": exists already";
          case NotDirectoryException file -> file.getFile() + ": not a directory";
          case FileSystemException other when other.getReason() != null ->
              other.getFile() + ": " + other.getReason();
          case CharacterCodingException _ -> "not UTF-8 text";
          case IOException other -> message(other);
          case OutOfMemoryError _ ->
              "not enough memory ("
                  + message(failure)
                  + "); LANEWISE_JAVA_OPTS=-Xmx… raises the heap";
          default ->
              "internal error: %s: %s; --debug shows the stack trace"
                  .formatted(failure.getClass().getSimpleName(), message(failure));
        });
  }

  private static String message(Throwable failure) {
    var message = failure.getMessage();
    return message == null ? failure.getClass().getSimpleName() : message;
  }

  private static String oneLine(String text) {
    return text.strip().replaceAll("\\s*\\R\\s*", " ");
  }
}
