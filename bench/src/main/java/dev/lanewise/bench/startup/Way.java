package dev.lanewise.bench.startup;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * A way to start, to be compared with others.
 *
 * @param heading what it is called
 * @param peer the other library that it starts; null where it is ours
 */
public record Way(String heading, @Nullable String peer, JavaProgram program) {
  /**
   * Launches all in turn, so that what else the machine does meets each alike.
   *
   * @param times how often each
   * @param unavailable is told of a peer's way that failed, and why; it is out then
   * @return the launches of each that never failed, in the order of {@code ways}
   * @throws IOException if one of ours fails, as {@link Launch#of} does
   */
  public static Map<Way, List<Launch>> launch(
      List<Way> ways, int times, BiConsumer<Way, IOException> unavailable) throws IOException {
    var launches = new LinkedHashMap<Way, List<Launch>>();
    ways.forEach(way -> launches.put(way, new ArrayList<>()));
    for (int i = 0; i < times; i++) {
      for (var entry : List.copyOf(launches.entrySet())) {
        var way = entry.getKey();
        try {
          entry.getValue().add(Launch.of(way.program()));
        } catch (IOException failure) {
          if (way.peer() == null) {
            throw failure;
          }
          launches.remove(way);
          unavailable.accept(way, failure);
        }
      }
    }
    return launches;
  }
}
