package dev.lanewise.bench.startup;

import dev.lanewise.bench.peer.FilePeer;
import dev.lanewise.bench.peer.Peer;
import dev.lanewise.bench.peer.PeerException;
import java.io.IOException;
import java.nio.file.Path;

/**
 * {@link FirstRuns} of a program that embeds another library: the same steps, the same words, and
 * nothing of the engine. At its end it says which library that was.
 */
public final class PeerFirstRuns {
  private PeerFirstRuns() {}

  /** Runs {@code PEER ONNX THREADS RUNS}, the first being a {@link FilePeer}'s name. */
  public static void main(String[] arguments) throws IOException {
    long start = System.nanoTime();
    var library = FilePeer.valueOf(arguments[0]);
    var file = Path.of(arguments[1]);
    int threads = Integer.parseInt(arguments[2]);
    int runs = Integer.parseInt(arguments[3]);
    try {
      System.out.println(watch(library, file, threads, runs, start));
    } catch (PeerException failure) {
      System.out.println(failure.getMessage());
      System.exit(1);
    }
  }

  /** Gives the library's description of itself. */
  private static String watch(FilePeer library, Path file, int threads, int runs, long start)
      throws IOException {
    String description;
    try (var peer = library.open(file, threads)) {
      Said.READY.say(System.nanoTime() - start);
      Said.FIRST.say(time(peer));
      for (int run = 0; run < runs; run++) {
        Said.RUN.say(time(peer));
      }
      Said.sayPeak();
      description = peer.description();
    }
    for (int i = 0; i < FirstRuns.REOPENED; i++) {
      long before = System.nanoTime();
      try (var peer = library.open(file, threads)) {
        Said.REOPENED.say(System.nanoTime() - before);
        peer.run();
      }
    }
    return description;
  }

  private static long time(Peer peer) {
    long start = System.nanoTime();
    peer.run();
    return System.nanoTime() - start;
  }
}
