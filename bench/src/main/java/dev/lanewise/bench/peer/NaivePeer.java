package dev.lanewise.bench.peer;

import dev.lanewise.bench.baseline.LoopOrder;
import dev.lanewise.bench.baseline.LoopProgram;
import dev.lanewise.engine.CompileOptions;
import dev.lanewise.engine.Layout;
import dev.lanewise.engine.Model;
import dev.lanewise.engine.Precision;
import dev.lanewise.engine.Shape;
import dev.lanewise.engine.Tensor;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Plain loops over the compiled graph: one scalar chain for each output, one thread. */
final class NaivePeer implements Peer {
  private final LoopProgram loops;
  private final List<String> outputs;
  private final Map<String, Shape> shapes;

  NaivePeer(PeerNetwork network) {
    outputs = network.outputs();
    shapes = network.graph().shapes(Map.of(network.input(), network.shape()));
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
    return PeerNetwork.joined(outputs.stream().map(this::output).toList());
  }

  private float[] output(String name) {
    var shape = Objects.requireNonNull(shapes.get(name), name);
    return Tensor.of(shape, Layout.NHWC, loops.value(name)).toArray(Layout.NCHW);
  }

  @Override
  public void close() {}
}
