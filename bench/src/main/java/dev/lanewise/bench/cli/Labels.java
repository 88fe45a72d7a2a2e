package dev.lanewise.bench.cli;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/** What the classes of a network are called, by index. */
record Labels(List<String> names) {
  /** CIFAR-10's classes (Krizhevsky, "Learning Multiple Layers of Features", 2009). */
  static final Labels CIFAR10 =
      new Labels(
          List.of(
              "airplane",
              "automobile",
              "bird",
              "cat",
              "deer",
              "dog",
              "frog",
              "horse",
              "ship",
              "truck"));

  Labels {
    names = List.copyOf(names);
  }

  /** The indices themselves, where nobody knows better. */
  static Labels indices(int classes) {
    return new Labels(IntStream.range(0, classes).mapToObj(Integer::toString).toList());
  }

  /**
   * Reads a UTF-8 file of one label a line.
   *
   * @throws WorkFailedException if it has not exactly {@code classes} lines, or an empty one
   */
  static Labels read(Path file, int classes) throws IOException {
    List<String> names = new ArrayList<>();
    try {
      Files.readAllLines(file).forEach(line -> names.add(line.strip()));
    } catch (CharacterCodingException _) {
      throw new WorkFailedException(file + ": labels must be UTF-8 text");
    }
    while (!names.isEmpty() && names.getLast().isEmpty()) {
      names.removeLast();
    }
    if (names.size() != classes) {
      throw new WorkFailedException(
          "%s: %d labels, the network has %d classes".formatted(file, names.size(), classes));
    }
    int empty = names.indexOf("");
    if (empty >= 0) {
      throw new WorkFailedException(file + ": line " + (empty + 1) + " is empty");
    }
    return new Labels(names);
  }

  String name(int index) {
    return names.get(index);
  }
}
