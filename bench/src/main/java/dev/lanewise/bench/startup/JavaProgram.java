package dev.lanewise.bench.startup;

import java.io.File;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A main class to be started in a JVM of its own.
 *
 * @param flags of the JVM
 * @param classPath files and folders
 * @param mainClass its name
 * @param arguments of the program
 */
public record JavaProgram(
    List<String> flags, List<String> classPath, String mainClass, List<String> arguments) {
  /** What the engine wants of a JVM, and this project's libraries. */
  public static final List<String> FLAGS =
      List.of(
          "--add-modules=jdk.incubator.vector",
          "--enable-native-access=ALL-UNNAMED",
          "--sun-misc-unsafe-memory-access=allow");

  /** Starts with vector kernels, which the first run then waits for. */
  public static final List<String> VECTORS_AT_ONCE = List.of("-Dlanewise.start=vectors");

  public JavaProgram {
    flags = List.copyOf(flags);
    classPath = List.copyOf(classPath);
    arguments = List.copyOf(arguments);
  }

  /** A program with this process's class path and {@link #FLAGS}. */
  public static JavaProgram of(Class<?> mainClass, String... arguments) {
    return of(FLAGS, mainClass, arguments);
  }

  /** A program with this process's class path and flags of its own. */
  public static JavaProgram of(List<String> flags, Class<?> mainClass, String... arguments) {
    return new JavaProgram(
        flags,
        List.of(System.getProperty("java.class.path").split(File.pathSeparator, -1)),
        mainClass.getName(),
        List.of(arguments));
  }

  /** The same with more flags. */
  public JavaProgram with(List<String> more) {
    var all = new ArrayList<>(flags);
    all.addAll(more);
    return new JavaProgram(all, classPath, mainClass, arguments);
  }

  /** The same with another class path. */
  public JavaProgram onClassPath(List<String> other) {
    return new JavaProgram(flags, other, mainClass, arguments);
  }

  /**
   * A process to be started, with the JVM that runs this. The class path is in its environment:
   * ONNX Runtime 1.29 matches the command line with a recursive expression, and some thousand
   * characters overflow the thread's stack.
   */
  ProcessBuilder process() {
    var command = new ArrayList<String>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(flags);
    command.add(mainClass);
    command.addAll(arguments);
    var process = new ProcessBuilder(command);
    process.environment().put("CLASSPATH", String.join(File.pathSeparator, classPath));
    return process;
  }
}
