package dev.lanewise.bench.conform;

import dev.lanewise.bench.conform.ConformanceCase.DataSet;
import dev.lanewise.blocks.onnx.OnnxException;
import dev.lanewise.blocks.onnx.OnnxReader;
import dev.lanewise.blocks.onnx.OnnxTensor;
import dev.lanewise.blocks.weights.Npy;
import dev.lanewise.engine.CompileOptions;
import dev.lanewise.engine.Graph;
import dev.lanewise.engine.Layout;
import dev.lanewise.engine.Model;
import dev.lanewise.engine.Precision;
import dev.lanewise.engine.SessionOptions;
import dev.lanewise.engine.Tensor;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Runs cases.
 *
 * @param tolerance of outputs of float32
 * @param threads of every run
 * @param bits whether to repeat each run at one and two threads and demand equal bits
 */
public record Conformance(Tolerance tolerance, Precision precision, int threads, boolean bits) {
  private static final List<Integer> OTHER_THREADS = List.of(1, 2);

  /** Runs a case with all its arrays. Never throws for what is wrong with the case. */
  public Verdict run(ConformanceCase test) {
    try {
      double largest = 0;
      var sets = test.dataSets();
      if (sets.isEmpty()) {
        return Verdict.failed("there are no stored outputs");
      }
      for (var set : sets) {
        var verdict = run(test.model(), set);
        if (verdict.problem().isPresent()) {
          return verdict.problem().get();
        }
        largest = Math.max(largest, verdict.difference());
      }
      return Verdict.passed(largest);
    } catch (OnnxException refused) {
      return Verdict.unsupported(String.valueOf(refused.getMessage()));
    } catch (IOException | RuntimeException failure) {
      return Verdict.failed(String.valueOf(failure.getMessage()));
    }
  }

  private record Result(Optional<Verdict> problem, double difference) {
    static Result of(Verdict problem) {
      return new Result(Optional.of(problem), 0);
    }
  }

  private Result run(Path file, DataSet set) throws IOException {
    var arrays = new ArrayList<Tensor>();
    for (var input : set.inputs()) {
      arrays.add(read(input));
    }
    var fed = new LinkedHashMap<String, Tensor>();
    var declared = OnnxReader.inputs(file);
    if (declared.size() != arrays.size()) {
      return Result.of(
          Verdict.failed(
              "%d inputs are stored, the model has %s".formatted(arrays.size(), declared)));
    }
    for (int i = 0; i < arrays.size(); i++) {
      fed.put(declared.get(i).name(), arrays.get(i));
    }
    try (var onnx = FedModel.read(file, fed)) {
      return run(onnx.graph(), fed, set);
    }
  }

  private Result run(Graph graph, Map<String, Tensor> fed, DataSet set) throws IOException {
    if (set.outputs().size() != graph.outputs().size()) {
      return Result.of(
          Verdict.failed(
              "%d outputs are stored, the model has %s"
                  .formatted(set.outputs().size(), graph.outputs())));
    }
    var inputs = FedModel.inputs(graph, fed);
    try (var model = Model.compile(graph, CompileOptions.DEFAULT.withPrecision(precision))) {
      var outputs = outputs(model, inputs, threads);
      double largest = 0;
      for (int i = 0; i < graph.outputs().size(); i++) {
        var name = graph.outputs().get(i);
        var actual = get(outputs, name);
        var expected = FedModel.as(actual.type(), read(set.outputs().get(i)));
        var mismatch = tolerance.mismatch(name, actual, expected);
        if (mismatch.isPresent()) {
          return Result.of(Verdict.failed(mismatch.get()));
        }
        largest = Math.max(largest, Tolerance.difference(actual, expected));
      }
      return new Result(bits ? otherBits(model, inputs, outputs) : Optional.empty(), largest);
    }
  }

  private static Optional<Verdict> otherBits(
      Model model, Map<String, Tensor> inputs, Map<String, Tensor> expected) {
    for (int count : OTHER_THREADS) {
      var again = outputs(model, inputs, count);
      for (var name : expected.keySet()) {
        if (get(expected, name).segment().mismatch(get(again, name).segment()) >= 0) {
          return Optional.of(Verdict.failed(name + ": other bits with " + count + " threads"));
        }
      }
    }
    return Optional.empty();
  }

  /** Copies of all outputs of a run. */
  private static Map<String, Tensor> outputs(Model model, Map<String, Tensor> inputs, int threads) {
    var options = SessionOptions.DEFAULT.withThreads(threads);
    for (var input : inputs.entrySet()) {
      options = options.withInput(input.getKey(), input.getValue().shape());
    }
    try (var session = model.newSession(options)) {
      inputs.forEach((name, array) -> session.input(name).copyFrom(array));
      session.run();
      var copies = new LinkedHashMap<String, Tensor>();
      session
          .outputs()
          .forEach(
              (name, value) ->
                  copies.put(
                      name,
                      Tensor.managed(value.type(), value.shape(), Layout.NCHW).copyFrom(value)));
      return copies;
    }
  }

  private static Tensor get(Map<String, Tensor> tensors, String name) {
    var tensor = tensors.get(name);
    if (tensor == null) {
      throw new IllegalStateException("no value " + name);
    }
    return tensor;
  }

  private static Tensor read(Path file) throws IOException {
    if (file.toString().endsWith(".pb")) {
      return OnnxTensor.read(file);
    }
    try (var array = Npy.read(file)) {
      return Tensor.managed(array.shape(), Layout.NCHW).copyFrom(array);
    }
  }
}
