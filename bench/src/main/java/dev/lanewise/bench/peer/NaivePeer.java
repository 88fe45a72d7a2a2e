package dev.lanewise.bench.peer;

import dev.lanewise.bench.baseline.LoopOrder;
import dev.lanewise.bench.baseline.LoopProgram;
import dev.lanewise.engine.CompileOptions;
import dev.lanewise.engine.Layout;
import dev.lanewise.engine.Model;
import dev.lanewise.engine.Precision;
import dev.lanewise.engine.Shape;
import dev.lanewise.engine.Tensor;
import java.util.Map;
import java.util.Objects;

/** Plain loops over the compiled graph: one scalar chain for each output, one thread. */
final class NaivePeer implements Peer {
  private final LoopProgram loops;
  private final String output;
  private final Shape outputShape;

  NaivePeer(PeerNetwork network) {
    output = network.output();
    var shapes = network.graph().shapes(Map.of(network.input(), network.shape()));
    outputShape = Objects.requireNonNull(shapes.get(output), output);
    var picture = Tensor.of(network.shape(), Layout.NCHW, network.picture());
    try (var model =
        Model.compile(network.graph(), CompileOptions.DEFAULT.withPrecision(Precision.EXACT))) {
      loops = new LoopProgram(model.graph(), Map.of(network.input(), picture), LoopOrder.NAIVE);
    } catch (IllegalArgumentException unknown) {
      throw new PeerException("naive loops", unknown);
    }
  }

  @Override
  public String description() {
    return "naive loops, 1 thread";
  }

  @Override
  public void run() {
    loops.run();
  }

  @Override
  public float[] output() {
    return Tensor.of(outputShape, Layout.NHWC, loops.value(output)).toArray(Layout.NCHW);
  }

  @Override
  public void close() {}
}
