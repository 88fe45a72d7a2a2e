package dev.lanewise.bench.startup;

import dev.lanewise.blocks.model.Networks;
import dev.lanewise.blocks.weights.Safetensors;
import dev.lanewise.engine.Model;
import dev.lanewise.engine.Session;
import dev.lanewise.engine.SessionOptions;
import dev.lanewise.engine.Shape;
import java.io.IOException;
import java.nio.file.Path;

/**
 * A small program that embeds the engine, and says on its output how far it is: weights opened,
 * compiled, first result, and then run after run. Its own clock starts with {@code main}; {@link
 * Launch} looks at the lines as they come, and so sees the JVM's start as well.
 */
public final class FirstRuns {
  /** So many times the same process opens and compiles again, when the JVM is warm. */
  static final int REOPENED = 5;

  private FirstRuns() {}

  /**
   * Runs {@code MODEL WEIGHTS THREADS RUNS WARM-UP}; the last is {@code true} where the session is
   * to be warmed up after the first result.
   */
  public static void main(String[] arguments) throws IOException {
    long start = System.nanoTime();
    var network = Networks.named(arguments[0]).orElseThrow();
    var file = Path.of(arguments[1]);
    int threads = Integer.parseInt(arguments[2]);
    int runs = Integer.parseInt(arguments[3]);
    var size = Shape.of(1, 3, network.inputSize(), network.inputSize());
    var options = SessionOptions.of("input", size).withThreads(threads);
    try (var weights = Safetensors.open(file);
        var model = Model.compile(network.build(weights));
        var session = model.newSession(options)) {
      Said.READY.say(System.nanoTime() - start);
      session.input().segment().fill((byte) 0);
      Said.FIRST.say(time(session));
      if (Boolean.parseBoolean(arguments[4])) {
        long before = System.nanoTime();
        session.warmUp();
        Said.WARM_UP.say(System.nanoTime() - before);
      }
      for (int run = 0; run < runs; run++) {
        Said.RUN.say(time(session));
      }
      Said.WEIGHTS.say(model.weightBytes());
      Said.SLAB.say(session.plan().slabBytes());
      Said.sayPeak();
    }
    for (int i = 0; i < REOPENED; i++) {
      long before = System.nanoTime();
      try (var weights = Safetensors.open(file);
          var model = Model.compile(network.build(weights));
          var session = model.newSession(options)) {
        Said.REOPENED.say(System.nanoTime() - before);
        session.run();
      }
    }
  }

  private static long time(Session session) {
    long start = System.nanoTime();
    session.run();
    return System.nanoTime() - start;
  }
}
