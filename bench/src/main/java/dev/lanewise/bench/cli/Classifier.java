package dev.lanewise.bench.cli;

import dev.lanewise.blocks.image.Preprocessing;
import dev.lanewise.engine.CompileOptions;
import dev.lanewise.engine.Layout;
import dev.lanewise.engine.Model;
import dev.lanewise.engine.Precision;
import dev.lanewise.engine.Session;
import dev.lanewise.engine.SessionOptions;
import dev.lanewise.engine.op.Cast;
import dev.lanewise.engine.op.Flatten;
import dev.lanewise.engine.op.Reshape;
import dev.lanewise.engine.op.Softmax;
import java.io.IOException;

/**
 * A network ready for one picture after the other.
 *
 * <p>It owns its model and session; the network is the caller's, and must outlive it. One thread at
 * a time.
 */
final class Classifier implements AutoCloseable {
  private final Preprocessing preprocessing;
  private final Model model;
  private final Session session;

  /** Compiles {@code network} for pictures as {@code preprocessing} makes them. */
  Classifier(
      LoadedNetwork network,
      Preprocessing preprocessing,
      Precision precision,
      ThreadCount threads) {
    this.preprocessing = preprocessing;
    model = Model.compile(network.graph(), CompileOptions.DEFAULT.withPrecision(precision));
    try {
      var options = SessionOptions.of(network.input(), preprocessing.inputShape(1));
      session = model.newSession(options.withThreads(threads.count()));
    } catch (Throwable failure) {
      model.close();
      throw failure;
    }
  }

  /** The session, whose input holds the picture that was read last. */
  Session session() {
    return session;
  }

  /**
   * The number of classes.
   *
   * @throws WorkFailedException if the output is not one number for each
   */
  int classes() {
    var shape = session.output().shape();
    if (shape.rank() < 2 || shape.dim(1) != shape.elements()) {
      throw new WorkFailedException(
          "%s gives an output of shape %s, not a number for each of some classes"
              .formatted(session.graph().name(), shape));
    }
    return shape.dim(1);
  }

  /** Has the JIT compile the kernels before the first picture. */
  void warmUp() {
    session.warmUp();
  }

  /**
   * Reads a picture into the session's input.
   *
   * @throws dev.lanewise.blocks.image.PictureException if it cannot be read, naming it
   */
  void load(PictureSource picture) throws IOException {
    preprocessing.apply(picture.read(), session.input(), 0);
  }

  /**
   * Runs the network on what was loaded last.
   *
   * @param top how many classes to keep
   * @throws WorkFailedException if the output is not finite
   */
  Classified classify(PictureSource picture, int top) {
    long start = System.nanoTime();
    session.run();
    double millis = (System.nanoTime() - start) / 1e6;
    var logits = session.output().toArray(Layout.NCHW);
    return new Classified(
        picture.name(),
        millis,
        endsInSoftmax() ? Ranking.ofProbabilities(logits, top) : Ranking.of(logits, top));
  }

  /** Whether the output is probabilities already, be it in another shape or under another name. */
  private boolean endsInSoftmax() {
    var graph = session.graph();
    var last = graph.node(graph.outputs().getFirst());
    while (last != null
        && (last.op() instanceof Cast
            || last.op() instanceof Reshape
            || last.op() instanceof Flatten)) {
      last = graph.node(last.inputs().getFirst());
    }
    return last != null && last.op() instanceof Softmax softmax && !softmax.log();
  }

  @Override
  public void close() {
    session.close();
    model.close();
  }
}
