package dev.lanewise.engine;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lanewise.engine.op.AveragePool;
import dev.lanewise.engine.op.Conv;
import dev.lanewise.engine.op.Linear;
import dev.lanewise.engine.op.MaxPool;
import dev.lanewise.engine.op.Op;
import dev.lanewise.engine.op.Window;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestFactory;

/** The operators against what PyTorch gives for inputs of whole numbers. */
@Tag("widths")
class OperatorGoldensTest {
  /** Those that the engine has no operator for. */
  private static final Set<String> FOREIGN = Set.of("Upsample", "Resize");

  /**
   * One case of the index.
   *
   * @param inputs names of arrays in the file, in the operator's order
   */
  private record Golden(
      String name, String op, String file, Map<?, ?> attributes, List<?> inputs, String output) {
    static Golden of(Object json) {
      var entry = (Map<?, ?>) json;
      return new Golden(
          text(entry, "name"),
          text(entry, "op"),
          text(entry, "file"),
          (Map<?, ?>) requireNonNull(entry.get("attributes")),
          (List<?>) requireNonNull(entry.get("inputs")),
          text(entry, "output"));
    }

    private static String text(Map<?, ?> entry, String key) {
      return (String) requireNonNull(entry.get(key), key);
    }

    int number(String attribute) {
      return (Integer) requireNonNull(attributes.get(attribute), attribute);
    }

    boolean flag(String attribute) {
      return (Boolean) requireNonNull(attributes.get(attribute), attribute);
    }

    int[] numbers(String attribute) {
      return ((List<?>) requireNonNull(attributes.get(attribute), attribute))
          .stream().mapToInt(number -> (Integer) number).toArray();
    }
  }

  @TestFactory
  Stream<DynamicTest> enginesOperatorsGiveWhatPyTorchGives() throws IOException {
    if (SharedFolder.isAbsent()) {
      // A test that is skipped counts; a factory that gives none does not.
      return Stream.of(
          DynamicTest.dynamicTest("every case", () -> SharedFolder.resolve("golden/operators")));
    }
    Path folder = SharedFolder.resolve("golden/operators");
    var index = (List<?>) Json.parse(Files.readString(folder.resolve("index.json")));
    assertThat(index).hasSize(44);
    return index.stream()
        .map(Golden::of)
        .filter(golden -> !FOREIGN.contains(golden.op()))
        .map(golden -> DynamicTest.dynamicTest(golden.name(), () -> check(folder, golden)));
  }

  private static void check(Path folder, Golden golden) throws IOException {
    var arrays = Npz.read(folder.resolve(golden.file()));
    var net = new SmallNet();
    var operands = golden.inputs().stream().map(String.class::cast).toArray(String[]::new);
    assertThat(arrays).containsOnlyKeys(with(operands, golden.output()));
    for (var operand : operands) {
      var array = requireNonNull(arrays.get(operand));
      if (operand.equals("x")) {
        net.input(operand, array);
      } else {
        net.constant(operand, array);
      }
    }
    net.node("y", operator(golden, arrays), operands).output("y");
    var expected = requireNonNull(arrays.get(golden.output()));
    if (isExact(golden)) {
      net.check(expected.toArray(Layout.NCHW));
    } else {
      // A quotient of whole numbers that was rounded twice: from float64, and here from float32.
      var actual = EngineRun.first(EngineRun.checked(net.graph(), net.inputs(), 1, 2));
      assertThat(actual.shape()).isEqualTo(expected.shape());
      assertThat(actual.toArray(Layout.NCHW))
          .usingElementComparator((a, b) -> Math.abs(a - b) <= 1e-6f ? 0 : Float.compare(a, b))
          .containsExactly(expected.toArray(Layout.NCHW));
    }
  }

  private static String[] with(String[] names, String name) {
    return Stream.concat(Stream.of(names), Stream.of(name)).toArray(String[]::new);
  }

  /** Whole numbers are; so are their means if they are divided by powers of two. */
  private static boolean isExact(Golden golden) {
    return !golden.op().equals("AveragePool")
        || (golden.number("kernel") == 2 && golden.number("pad") == 0 && !golden.flag("ceil_mode"));
  }

  private static Op operator(Golden golden, Map<String, Tensor> arrays) {
    return switch (golden.op()) {
      case "Conv" -> {
        var weights = requireNonNull(arrays.get("w")).shape();
        int[] stride = golden.numbers("strides");
        int[] pad = golden.numbers("pads_top_left_bottom_right");
        int[] dilation = golden.numbers("dilations");
        var window =
            Window.of(weights.dim(2), weights.dim(3))
                .stride(stride[0], stride[1])
                .pad(pad[0], pad[1], pad[2], pad[3])
                .dilation(dilation[0], dilation[1]);
        yield new Conv(window, golden.number("groups"));
      }
      case "Linear" -> new Linear();
      case "MaxPool" -> new MaxPool(window(golden), golden.flag("ceil_mode"));
      case "AveragePool" ->
          new AveragePool(
              window(golden), golden.flag("ceil_mode"), golden.flag("count_include_pad"));
      default -> throw new IllegalArgumentException(golden.name() + ": " + golden.op());
    };
  }

  private static Window window(Golden golden) {
    return Window.of(golden.number("kernel"))
        .stride(golden.number("stride"))
        .pad(golden.number("pad"));
  }
}
