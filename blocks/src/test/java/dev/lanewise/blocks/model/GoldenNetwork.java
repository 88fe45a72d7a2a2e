package dev.lanewise.blocks.model;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.lanewise.blocks.SharedData;
import dev.lanewise.blocks.weights.Npy;
import dev.lanewise.blocks.weights.SeededWeights;
import dev.lanewise.engine.CompileOptions;
import dev.lanewise.engine.Graph;
import dev.lanewise.engine.Layout;
import dev.lanewise.engine.Model;
import dev.lanewise.engine.Node;
import dev.lanewise.engine.Session;
import dev.lanewise.engine.SessionOptions;
import dev.lanewise.engine.Shape;
import dev.lanewise.engine.Tensor;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.stream.DoubleStream;
import org.jspecify.annotations.Nullable;

/**
 * What a network must compute from seeded weights and the seeded input: its outputs, and figures of
 * each of its stages, all from float64.
 *
 * <p>The tolerance follows from one bound on the relative L2 error of a value: three times what
 * PyTorch's float32 errs by, or 2e-6, whichever is larger; both sum in some order of their own.
 *
 * @param stages by the name of torchvision's module
 * @param outputs those that are small, by name; {@code logits} is the network's only one
 */
public record GoldenNetwork(
    String file,
    Shape input,
    double bound,
    Map<String, Stage> stages,
    Map<String, Tensor> outputs) {
  private static final String LOGITS = "logits";

  /**
   * Figures of one value; {@code std} divides by n (std² + mean² = l2²/n), samples lie at flat NCHW
   * index ⌊k·n/32⌋.
   */
  public record Stage(
      Shape shape, double mean, double std, double min, double max, double l2, double[] samples) {

    static Stage of(Shape shape, float[] values) {
      double sum = 0;
      double squares = 0;
      double min = Double.POSITIVE_INFINITY;
      double max = Double.NEGATIVE_INFINITY;
      for (float value : values) {
        sum += value;
        squares += (double) value * value;
        min = Math.min(min, value);
        max = Math.max(max, value);
      }
      double mean = sum / values.length;
      double deviations = 0;
      for (float value : values) {
        deviations += (value - mean) * (value - mean);
      }
      var samples = new double[32];
      Arrays.setAll(samples, k -> values[(int) ((long) k * values.length / 32)]);
      double std = Math.sqrt(deviations / values.length);
      return new Stage(shape, mean, std, min, max, Math.sqrt(squares), samples);
    }
  }

  /** Reads {@code golden/networks/FILE.json} and each {@code FILE.OUTPUT.npy}. */
  public static GoldenNetwork read(String file) throws IOException {
    var path = SharedData.file("golden/networks/" + file + ".json");
    try (var parser = new JsonFactory().createParser(path.toFile())) {
      parser.nextToken();
      var root = map(value(parser));
      var stages = new LinkedHashMap<String, Stage>();
      map(root.get("stages"))
          .forEach((name, stage) -> stages.put(String.valueOf(name), stage(map(stage))));
      double torch = 0;
      var outputs = new LinkedHashMap<String, Tensor>();
      var errors = map(root.get("torch_float32_relative_l2"));
      for (var key : errors.keySet()) {
        var name = String.valueOf(key);
        torch = Math.max(torch, number(errors, name));
        var array = path.resolveSibling(file + "." + name + ".npy");
        if (Files.exists(array)) {
          outputs.put(name, Npy.read(array));
        }
      }
      assertThat(outputs).as(file).isNotEmpty();
      return new GoldenNetwork(
          file, shape(root, "input"), Math.max(3 * torch, 2e-6), stages, outputs);
    }
  }

  /** The same, with a stage that our graph has under another name. */
  public GoldenNetwork renamed(String stage, String name) {
    var others = new LinkedHashMap<>(stages);
    others.put(name, requireNonNull(others.remove(stage), stage));
    return new GoldenNetwork(file, input, bound, others, outputs);
  }

  /** The same without a stage: one that our graph has no value for. */
  public GoldenNetwork without(String stage) {
    var others = new LinkedHashMap<>(stages);
    assertThat(others.remove(stage)).as("%s: stage %s", file, stage).isNotNull();
    return new GoldenNetwork(file, input, bound, others, outputs);
  }

  /**
   * Runs {@code network} and compares: once for the outputs alone, as everybody runs it, and once
   * with all stages as outputs, which keeps the compiler from fusing across them.
   */
  public void check(Network network, CompileOptions options) {
    try (var weights = new SeededWeights()) {
      check(network.build(weights), options);
    }
  }

  private void check(Graph graph, CompileOptions options) {
    try (var model = Model.compile(graph, options)) {
      var input = SeededWeights.tensor("input", this.input);
      var session = SessionOptions.of("input", this.input);
      try (var plain = model.newSession(session)) {
        checkOutputs(graph, run(plain, input));
      }
      var names = new LinkedHashSet<>(graph.outputs());
      stages.keySet().forEach(stage -> names.add(value(graph, stage)));
      for (var name : names) {
        session = session.withOutput(name);
      }
      try (var inspected = model.newSession(session)) {
        var values = run(inspected, input);
        stages.forEach((name, stage) -> check(name, stage, values, value(graph, name)));
        checkOutputs(graph, values);
      }
    }
  }

  private void checkOutputs(Graph graph, Map<String, float[]> values) {
    outputs.forEach(
        (name, expected) -> {
          var output = name.equals(LOGITS) ? graph.outputs().getFirst() : name;
          assertThat(graph.outputs()).contains(output);
          assertThat(relativeError(values, output, expected))
              .as("%s: relative L2 error of %s", file, name)
              .isLessThanOrEqualTo(bound);
        });
  }

  /** Runs a session whose outputs hold NaN before; gives them in NCHW order, by name. */
  public static Map<String, float[]> run(Session session, Tensor input) {
    session.input().copyFrom(input);
    for (var output : session.outputs().values()) {
      var nans = new float[Math.toIntExact(output.shape().elements())];
      Arrays.fill(nans, Float.NaN);
      output.copyFrom(nans);
    }
    session.run();
    var values = new LinkedHashMap<String, float[]>();
    session.outputs().forEach((name, output) -> values.put(name, output.toArray(Layout.NCHW)));
    return values;
  }

  /** ‖actual − expected‖ / ‖expected‖, and NaN where any of actual is. */
  public static double relativeError(float[] actual, float[] expected) {
    assertThat(actual).hasSameSizeAs(expected);
    double difference = 0;
    double norm = 0;
    for (int i = 0; i < actual.length; i++) {
      difference += ((double) actual[i] - expected[i]) * ((double) actual[i] - expected[i]);
      norm += (double) expected[i] * expected[i];
    }
    return Math.sqrt(difference / norm);
  }

  private static double relativeError(Map<String, float[]> values, String name, Tensor expected) {
    return relativeError(get(values, name), expected.toArray(Layout.NCHW));
  }

  private static float[] get(Map<String, float[]> values, String name) {
    return requireNonNull(values.get(name), name);
  }

  private void check(String name, Stage expected, Map<String, float[]> values, String value) {
    var actual = Stage.of(expected.shape, get(values, value));
    assertThat((long) get(values, value).length).isEqualTo(expected.shape.elements());
    // ‖e‖ ≤ bound · l2 bounds the error of l2; divided by √n, that of the mean and of the standard
    // deviation. The largest of n errors is bounded here by the same part of the largest magnitude.
    double rms = bound * expected.l2 / Math.sqrt((double) expected.shape.elements());
    double magnitude = bound * Math.max(Math.abs(expected.min), Math.abs(expected.max));
    var place = file + " " + name + ": ";
    assertThat(actual.l2).as(place + "l2").isCloseTo(expected.l2, within(bound * expected.l2));
    assertThat(actual.mean).as(place + "mean").isCloseTo(expected.mean, within(rms));
    assertThat(actual.std).as(place + "std").isCloseTo(expected.std, within(rms));
    assertThat(actual.min).as(place + "min").isCloseTo(expected.min, within(magnitude));
    assertThat(actual.max).as(place + "max").isCloseTo(expected.max, within(magnitude));
    assertThat(actual.samples)
        .as(place + "samples")
        .usingComparatorWithPrecision(magnitude)
        .containsExactly(expected.samples);
  }

  /** The value that torchvision's module computes: a stage's is that of its last block. */
  private static String value(Graph graph, String module) {
    return graph.nodes().stream()
        .map(Node::name)
        .filter(name -> name.equals(module) || name.matches(module + "\\.\\d+"))
        .reduce((first, last) -> last)
        .orElseThrow(() -> new AssertionError(graph.name() + " has no value for " + module));
  }

  private static Stage stage(Map<?, ?> stage) {
    return new Stage(
        shape(stage, "shape"),
        number(stage, "mean"),
        number(stage, "std"),
        number(stage, "min"),
        number(stage, "max"),
        number(stage, "l2"),
        numbers(stage, "samples").toArray());
  }

  private static Shape shape(Map<?, ?> parent, String key) {
    return Shape.of(numbers(parent, key).mapToInt(extent -> (int) extent).toArray());
  }

  private static DoubleStream numbers(Map<?, ?> parent, String key) {
    var list = (List<?>) requireNonNull(parent.get(key), key);
    return list.stream().mapToDouble(Double.class::cast);
  }

  private static double number(Map<?, ?> parent, String key) {
    return (Double) requireNonNull(parent.get(key), key);
  }

  private static Map<?, ?> map(@Nullable Object value) {
    return (Map<?, ?>) requireNonNull(value);
  }

  /** Objects as maps, arrays as lists, numbers as doubles. */
  private static Object value(JsonParser parser) throws IOException {
    return switch (parser.currentToken()) {
      case START_OBJECT -> {
        var map = new LinkedHashMap<String, Object>();
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
          var key = parser.currentName();
          parser.nextToken();
          map.put(key, value(parser));
        }
        yield map;
      }
      case START_ARRAY -> {
        var list = new ArrayList<Object>();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
          list.add(value(parser));
        }
        yield list;
      }
      case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> parser.getDoubleValue();
      default -> requireNonNull(parser.getText());
    };
  }
}
