package dev.lanewise.bench.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Which file feeds which input of a graph, from arguments {@code FILE} or {@code NAME=FILE}. */
record InputFiles(Map<String, Path> byName) {
  InputFiles {
    byName = Collections.unmodifiableMap(new LinkedHashMap<>(byName));
  }

  /**
   * Binds the arguments to inputs. A bare file is for the only input.
   *
   * @param network whose inputs they are
   * @throws WrongUsageException if an input is unknown, fed twice or not at all
   */
  static InputFiles of(String network, Set<String> inputs, List<String> arguments) {
    Map<String, Path> files = new LinkedHashMap<>();
    for (var argument : arguments) {
      int equals = argument.indexOf('=');
      var name = equals < 0 ? "" : argument.substring(0, equals);
      Path file;
      if (inputs.contains(name)) {
        file = Path.of(argument.substring(equals + 1));
      } else if (equals >= 0 && !Files.exists(Path.of(argument))) {
        throw new WrongUsageException(
            "--input %s: %s has no input \"%s\"; its inputs are %s"
                .formatted(argument, network, name, String.join(", ", inputs)));
      } else if (inputs.size() > 1) {
        throw new WrongUsageException(
            "--input %s: which input? Say NAME=FILE; the inputs of %s are %s"
                .formatted(argument, network, String.join(", ", inputs)));
      } else {
        name = inputs.iterator().next();
        file = Path.of(argument);
      }
      if (files.putIfAbsent(name, file) != null) {
        throw new WrongUsageException("--input is given twice for \"" + name + "\"");
      }
    }
    for (var name : inputs) {
      if (!files.containsKey(name)) {
        throw new WrongUsageException("%s needs --input %s=FILE too".formatted(network, name));
      }
    }
    return new InputFiles(files);
  }
}
