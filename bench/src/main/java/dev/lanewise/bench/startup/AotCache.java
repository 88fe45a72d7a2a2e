package dev.lanewise.bench.startup;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;

/**
 * A JDK 25 cache of loaded classes and method profiles (JEP 514 and 515), from a run that does what
 * later ones do. The JVM takes classes of jars only, so that folders on the class path are packed
 * into jars first.
 */
public final class AotCache {
  private AotCache() {}

  /**
   * Runs {@code program} once to make the cache.
   *
   * @param folder where cache and jars go; they are needed as long as the result is used
   * @return the program, from jars and with the cache
   * @throws IOException if the program fails, or there is no cache after it
   */
  public static JavaProgram of(JavaProgram program, Path folder) throws IOException {
    var classPath = new ArrayList<String>();
    for (var entry : program.classPath()) {
      var path = Path.of(entry);
      classPath.add(
          Files.isDirectory(path)
              ? jar(path, folder.resolve(classPath.size() + ".jar")).toString()
              : entry);
    }
    var cache = folder.resolve("lanewise.aot");
    var packed = program.onClassPath(classPath);
    Launch.of(packed.with(List.of("-XX:AOTCacheOutput=" + cache)));
    if (!Files.exists(cache)) {
      throw new IOException("the JVM made no AOT cache; JDK 25 or newer is needed");
    }
    return packed.with(List.of("-XX:AOTCache=" + cache));
  }

  private static Path jar(Path classes, Path target) throws IOException {
    try (var jar = new JarOutputStream(Files.newOutputStream(target));
        var files = Files.walk(classes)) {
      for (var file : files.filter(Files::isRegularFile).sorted().toList()) {
        var name = classes.relativize(file).toString().replace('\\', '/');
        jar.putNextEntry(new JarEntry(name));
        Files.copy(file, jar);
        jar.closeEntry();
      }
    }
    return target;
  }
}
