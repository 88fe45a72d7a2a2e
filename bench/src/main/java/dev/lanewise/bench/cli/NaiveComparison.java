package dev.lanewise.bench.cli;

import dev.lanewise.bench.baseline.SameBits;
import dev.lanewise.engine.Session;
import dev.lanewise.engine.Shape;
import dev.lanewise.engine.Tensor;
import dev.lanewise.engine.reference.Interpreter;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A session beside plain loops over the same compiled graph, on what the session's inputs hold.
 *
 * @param millis the session's median for one run
 * @param naiveMillis the plain loops' median for one run
 * @param multiplyAdds of one run, which both take
 */
record NaiveComparison(double millis, double naiveMillis, long multiplyAdds) {

  /**
   * Checks that both give the same bits, then times both.
   *
   * @throws WorkFailedException if they do not: then no time would mean anything
   */
  static NaiveComparison measure(Session session, Timing timing) {
    Map<String, Tensor> inputs = new LinkedHashMap<>();
    Map<String, Shape> shapes = new LinkedHashMap<>();
    for (var name : session.graph().inputs().keySet()) {
      inputs.put(name, session.input(name));
      shapes.put(name, session.input(name).shape());
    }
    session.run();
    Interpreter.run(session.graph(), inputs)
        .forEach((name, expected) -> checkSame(name, session.output(name), expected));
    session.warmUp();
    return new NaiveComparison(
        timing.medianMillis(session::run),
        timing.medianMillis(() -> Interpreter.run(session.graph(), inputs)),
        NodeCost.multiplyAdds(session.graph(), shapes));
  }

  /** How many times faster the session is. */
  double speedUp() {
    return naiveMillis / millis;
  }

  /** Billions of floating-point operations a second: a multiply-add is two. */
  static double gigaflops(long multiplyAdds, double millis) {
    return 2e-6 * multiplyAdds / millis;
  }

  private static void checkSame(String name, Tensor actual, Tensor expected) {
    try {
      SameBits.require(
          name, expected.toArray(expected.layout()), actual.toArray(expected.layout()));
    } catch (IllegalStateException different) {
      throw new WorkFailedException(different.getMessage() + " by plain loops");
    }
  }
}
