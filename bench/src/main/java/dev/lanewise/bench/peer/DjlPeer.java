package dev.lanewise.bench.peer;

import ai.djl.engine.Engine;
import ai.djl.engine.EngineException;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.convolutional.Conv2d;
import ai.djl.nn.pooling.Pool;
import dev.lanewise.engine.CompileOptions;
import dev.lanewise.engine.Layout;
import dev.lanewise.engine.Model;
import dev.lanewise.engine.Node;
import dev.lanewise.engine.Precision;
import dev.lanewise.engine.op.Activation;
import dev.lanewise.engine.op.Conv;
import dev.lanewise.engine.op.Flatten;
import dev.lanewise.engine.op.Fused;
import dev.lanewise.engine.op.GlobalAveragePool;
import dev.lanewise.engine.op.Linear;
import dev.lanewise.engine.op.MatrixOp;
import dev.lanewise.engine.op.MaxPool;
import dev.lanewise.engine.op.Window;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * PyTorch, operator by operator as its eager mode runs them, through DJL: it reads no ONNX, and
 * TorchScript is written by Python only. Batch norms are folded beforehand; skip adds work in
 * place.
 */
final class DjlPeer implements Peer {
  private final Engine engine;
  private final NDManager manager;
  private final NDArray picture;
  private final String input;
  private final String output;
  private final Map<String, NDArray> constants = new HashMap<>();
  private final List<Node> nodes;
  private float[] result = {};

  DjlPeer(PeerNetwork network, int threads) {
    System.setProperty("ai.djl.offline", "true");
    System.setProperty("OPT_OUT_TRACKING", "true");
    System.setProperty("ai.djl.pytorch.num_threads", Integer.toString(threads));
    System.setProperty("ai.djl.pytorch.num_interop_threads", "1");
    try (var model =
        Model.compile(network.graph(), CompileOptions.DEFAULT.withPrecision(Precision.EXACT))) {
      engine = Engine.getEngine("PyTorch");
      manager = engine.newBaseManager();
      input = network.input();
      output = network.onlyOutput("PyTorch");
      picture = manager.create(FloatBuffer.wrap(network.picture()), new Shape(network.extents()));
      nodes = model.graph().nodes();
      for (var node : nodes) {
        requireKnown(node);
      }
      for (var constant : model.graph().constants().entrySet()) {
        var values = FloatBuffer.wrap(constant.getValue().toArray(Layout.NCHW));
        var shape = new Shape(PeerNetwork.extents(constant.getValue().shape()));
        constants.put(constant.getKey(), manager.create(values, shape));
      }
    } catch (EngineException | LinkageError | IllegalStateException failure) {
      throw new PeerException("PyTorch", failure);
    }
  }

  /** The operators of plain and residual networks; padding on both sides alike. */
  private static void requireKnown(Node node) {
    boolean known =
        switch (node.op()) {
          case Fused(Conv(Window window, int _), _, _) -> isSymmetric(window);
          case Fused(Linear _, _, _) -> true;
          case MaxPool(Window window, _) -> isSymmetric(window);
          case GlobalAveragePool _, Flatten _ -> true;
          default -> false;
        };
    if (!known) {
      throw new PeerException("PyTorch: not translated: " + node);
    }
  }

  private static boolean isSymmetric(Window window) {
    return window.padTop() == window.padBottom() && window.padLeft() == window.padRight();
  }

  @Override
  public String description() {
    return "PyTorch %s (eager, DJL)".formatted(engine.getVersion());
  }

  @Override
  public void run() {
    Map<String, NDArray> values = new HashMap<>(constants);
    List<NDArray> made = new ArrayList<>();
    values.put(input, picture);
    try {
      for (var node : nodes) {
        var value =
            compute(node, node.inputs().stream().map(name -> of(values, name)).toList(), made);
        values.put(node.name(), value);
      }
      result = of(values, output).toFloatArray();
    } catch (EngineException | UnsupportedOperationException failure) {
      throw new PeerException("PyTorch", failure);
    } finally {
      made.forEach(NDArray::close);
    }
  }

  private static NDArray of(Map<String, NDArray> values, String name) {
    return Objects.requireNonNull(values.get(name), name);
  }

  /** Computes a node's value; all arrays on the way are added to {@code made}. */
  private static NDArray compute(Node node, List<NDArray> operands, List<NDArray> made) {
    var x = operands.getFirst();
    return switch (node.op()) {
      case Fused(MatrixOp op, boolean skip, Activation activation) -> {
        var y = made(product(op, operands), made);
        if (skip) {
          y.addi(operands.getLast());
        }
        yield activated(y, activation, made);
      }
      case MaxPool(Window window, boolean ceilMode) ->
          made(Pool.maxPool2d(x, kernel(window), stride(window), pad(window), ceilMode), made);
      case GlobalAveragePool _ ->
          made(
              made(Pool.globalAvgPool2d(x), made)
                  .reshape(x.getShape().get(0), x.getShape().get(1), 1, 1),
              made);
      case Flatten _ -> made(x.reshape(x.getShape().get(0), -1), made);
      default -> throw new PeerException("PyTorch: not translated: " + node);
    };
  }

  private static NDArray activated(NDArray y, Activation activation, List<NDArray> made) {
    if (activation.equals(Activation.NONE)) {
      return y;
    }
    if (activation.equals(Activation.RELU)) {
      return made(ai.djl.nn.Activation.relu(y), made);
    }
    throw new PeerException("PyTorch: not translated: " + activation);
  }

  private static NDArray product(MatrixOp op, List<NDArray> operands) {
    var x = operands.get(0);
    var weights = operands.get(1);
    var bias = operands.get(2);
    return switch (op) {
      case Conv(Window window, int groups) -> {
        var dilation = new Shape(window.dilationH(), window.dilationW());
        yield Conv2d.conv2d(x, weights, bias, stride(window), pad(window), dilation, groups)
            .singletonOrThrow();
      }
      case Linear _ -> ai.djl.nn.core.Linear.linear(x, weights, bias).singletonOrThrow();
    };
  }

  private static NDArray made(NDArray array, List<NDArray> made) {
    made.add(array);
    return array;
  }

  private static Shape kernel(Window window) {
    return new Shape(window.kernelH(), window.kernelW());
  }

  private static Shape stride(Window window) {
    return new Shape(window.strideH(), window.strideW());
  }

  private static Shape pad(Window window) {
    return new Shape(window.padTop(), window.padLeft());
  }

  @Override
  public float[] output() {
    return result.clone();
  }

  @Override
  public void close() {
    manager.close();
  }
}
