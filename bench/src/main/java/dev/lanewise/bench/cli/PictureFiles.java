package dev.lanewise.bench.cli;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * The picture files that arguments stand for.
 *
 * @param files those to read: each file argument as it is, and in its place for each directory what
 *     it holds, in the order of the names
 * @param problems of directories that could not be read, or hold no picture; a line each
 * @param walked whether a directory was among the arguments
 */
record PictureFiles(List<Path> files, List<String> problems, boolean walked) {
  private static final Set<String> SUFFIXES = Set.of("jpg", "jpeg", "png", "bmp", "gif");

  PictureFiles {
    files = List.copyOf(files);
    problems = List.copyOf(problems);
  }

  /**
   * Walks the directories among {@code arguments}; links to directories inside them are not
   * followed.
   */
  static PictureFiles of(List<Path> arguments) throws IOException {
    List<Path> files = new ArrayList<>();
    List<String> problems = new ArrayList<>();
    boolean walked = false;
    for (var argument : arguments) {
      if (!Files.isDirectory(argument)) {
        files.add(argument);
        continue;
      }
      walked = true;
      var visitor = new Visitor();
      // A link that is an argument itself is followed.
      Files.walkFileTree(
          Files.isSymbolicLink(argument) ? argument.toRealPath() : argument, visitor);
      problems.addAll(visitor.problems);
      if (visitor.found.isEmpty() && visitor.problems.isEmpty()) {
        problems.add(argument + ": no pictures in this directory (" + suffixes() + ")");
      }
      visitor.found.sort(null);
      files.addAll(visitor.found);
    }
    return new PictureFiles(files, problems, walked);
  }

  private static String suffixes() {
    return String.join(", ", SUFFIXES.stream().sorted().toList());
  }

  private static final class Visitor extends SimpleFileVisitor<Path> {
    private final List<Path> found = new ArrayList<>();
    private final List<String> problems = new ArrayList<>();

    @Override
    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
      var name = file.getFileName().toString();
      int dot = name.lastIndexOf('.');
      var suffix = dot < 0 ? "" : name.substring(dot + 1).toLowerCase(Locale.ROOT);
      // A link to a file counts; a hidden file is nobody's picture (macOS's ._name.jpg).
      if (SUFFIXES.contains(suffix) && !name.startsWith(".") && !Files.isDirectory(file)) {
        found.add(file);
      }
      return FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult visitFileFailed(Path file, IOException failure) {
      problems.add(Explanation.of(failure));
      return FileVisitResult.CONTINUE;
    }
  }
}
