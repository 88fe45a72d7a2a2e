package dev.lanewise.bench.conform;

import dev.lanewise.blocks.onnx.OnnxException;
import dev.lanewise.blocks.onnx.OnnxModel;
import dev.lanewise.blocks.onnx.OnnxOptions;
import dev.lanewise.blocks.onnx.OnnxReader;
import dev.lanewise.engine.ElementType;
import dev.lanewise.engine.Graph;
import dev.lanewise.engine.Tensor;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;

/**
 * Models read for certain arrays: their shapes are bound, and their values where shapes need it.
 */
public final class FedModel {
  /**
   * How models that are named on the command line are read. Weights that a node fills with one
   * number may be all of a model's, and take a thousand times its file; who names a file there may
   * spend a GiB on it.
   */
  public static final OnnxOptions OPTIONS = OnnxOptions.DEFAULT.withMaxConstantBytes(1L << 30);

  private FedModel() {}

  /**
   * Reads a model. Inputs that shapes depend on become constants, one by one, and are no inputs of
   * the graph any more.
   *
   * @param fed an array for each of the model's inputs; those of constants must outlive the model
   * @throws OnnxException if the model is refused for another reason
   */
  public static OnnxModel read(Path file, Map<String, Tensor> fed) throws IOException {
    var bound = OPTIONS;
    for (var input : fed.entrySet()) {
      bound = bound.withInput(input.getKey(), input.getValue().shape());
    }
    while (true) {
      try {
        return OnnxReader.read(file, bound);
      } catch (OnnxException refused) {
        var unbound = refused.unboundInput();
        if (unbound.isEmpty() || bound.inputValues().containsKey(unbound.get())) {
          throw refused;
        }
        bound = bound.withConstant(unbound.get(), value(fed, unbound.get()));
      }
    }
  }

  /** What a graph's inputs are to be fed, in the types that it wants. */
  public static Map<String, Tensor> inputs(Graph graph, Map<String, Tensor> fed) {
    var inputs = new LinkedHashMap<String, Tensor>();
    for (var name : graph.inputs().keySet()) {
      inputs.put(name, as(graph.type(name), value(fed, name)));
    }
    return inputs;
  }

  /** An array as a model wants it: {@code .npy} files are read as float32. */
  static Tensor as(ElementType type, Tensor array) {
    return type == array.type() ? array : Converted.to(type, array);
  }

  private static Tensor value(Map<String, Tensor> fed, String name) {
    return Objects.requireNonNull(fed.get(name), name);
  }
}
