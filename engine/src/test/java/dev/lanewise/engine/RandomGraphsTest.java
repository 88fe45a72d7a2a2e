package dev.lanewise.engine;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lanewise.engine.RandomGraphs.Numbers;
import dev.lanewise.engine.op.ArrayOp;
import dev.lanewise.engine.op.Concat;
import dev.lanewise.engine.op.Conv;
import dev.lanewise.engine.op.Fused;
import dev.lanewise.engine.op.MatrixOp;
import dev.lanewise.engine.op.Op;
import dev.lanewise.engine.op.Softmax;
import dev.lanewise.engine.reference.Interpreter;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What the properties over random graphs rely on. */
class RandomGraphsTest {
  private static final int SEEDS = 400;

  @Test
  void everyOperatorComesUpAndNoCaseIsLarge() {
    Set<Class<?>> seen = new HashSet<>();
    for (long seed = 0; seed < SEEDS; seed++) {
      var random = RandomGraphs.generate(seed, 1 + (int) (seed % 8), Numbers.INTEGERS);
      random.graph().nodes().forEach(node -> seen.add(node.op().getClass()));
      assertThat(multiplyAdds(random)).isLessThan(RandomGraphs.MULTIPLY_ADDS);
    }
    assertThat(seen).containsAll(withoutArrayOperators());
  }

  /** Those around the convolutions have a network of their own, {@link EveryArrayOperator}. */
  private static Set<Class<?>> withoutArrayOperators() {
    var records = vocabulary(Op.class);
    records.removeAll(vocabulary(ArrayOp.class));
    records.addAll(List.of(Concat.class, Softmax.class));
    return records;
  }

  /** The records that the sealed type permits. */
  private static Set<Class<?>> vocabulary(Class<?> sealed) {
    Set<Class<?>> records = new HashSet<>();
    for (var permitted : sealed.getPermittedSubclasses()) {
      if (permitted.isSealed()) {
        records.addAll(vocabulary(permitted));
      } else {
        records.add(permitted);
      }
    }
    return records;
  }

  private static long multiplyAdds(RandomGraphs.Case random) {
    var shapes = random.graph().shapes(random.inputShapes());
    long sum = 0;
    for (var node : random.graph().nodes()) {
      var op = node.op() instanceof Fused fused ? fused.op() : node.op();
      if (op instanceof MatrixOp) {
        var weights = requireNonNull(shapes.get(node.inputs().get(1)));
        sum +=
            requireNonNull(shapes.get(node.name())).elements()
                * (weights.elements() / weights.dim(0));
      }
    }
    return sum;
  }

  @Test
  void everyKindOfConvolutionComesUp() {
    Set<String> seen = new HashSet<>();
    for (long seed = 0; seed < SEEDS; seed++) {
      var random = RandomGraphs.generate(seed, 8, Numbers.INTEGERS);
      for (var node : random.graph().nodes()) {
        if (node.op() instanceof Conv conv) {
          int in = random.graph().shape(node.inputs().get(0)).dim(1);
          var window = conv.window();
          seen.add(conv.groups() == 1 ? "plain" : conv.groups() == in ? "depthwise" : "grouped");
          seen.add(window.isPointwise() ? "pointwise" : "window");
          seen.add(window.strideH() > 1 ? "strided" : "dense");
          seen.add(window.dilationW() > 1 ? "dilated" : "undilated");
          seen.add(window.padLeft() == window.padRight() ? "symmetric" : "asymmetric");
          seen.add(window.padTop() >= window.kernelH() ? "wide pad" : "narrow pad");
          seen.add(node.inputs().size() == 3 ? "bias" : "no bias");
        }
      }
    }
    assertThat(seen)
        .containsExactlyInAnyOrder(
            "plain",
            "depthwise",
            "grouped",
            "pointwise",
            "window",
            "strided",
            "dense",
            "dilated",
            "undilated",
            "symmetric",
            "asymmetric",
            "wide pad",
            "narrow pad",
            "bias",
            "no bias");
  }

  @Test
  void fewerMotifsAreAPrefix() {
    for (long seed = 0; seed < 50; seed++) {
      var small = RandomGraphs.generate(seed, 3, Numbers.FLOATS).graph();
      var large = RandomGraphs.generate(seed, 4, Numbers.FLOATS).graph();
      assertThat(large.nodes().subList(0, small.nodes().size())).isEqualTo(small.nodes());
    }
  }

  @Test
  void theSameArgumentsGiveTheSameCase() {
    var once = RandomGraphs.generate(7, 6, Numbers.SPECIAL);
    var again = RandomGraphs.generate(7, 6, Numbers.SPECIAL);
    assertThat(again.graph()).isEqualTo(once.graph());
    SameBits.check(once.inputs(), again.inputs());
  }

  @Test
  void aPictureOfTheBatchRunsAlone() {
    for (long seed = 0; seed < 30; seed++) {
      var random = RandomGraphs.generate(seed, 4, Numbers.SPECIAL);
      var together = Interpreter.run(random.graph(), random.inputs());
      for (int n = 0; n < random.batch(); n++) {
        var expected = new LinkedHashMap<String, Tensor>();
        for (var output : together.entrySet()) {
          expected.put(output.getKey(), RandomGraphs.slice(output.getValue(), n));
        }
        SameBits.check(expected, Interpreter.run(random.graph(), random.picture(n).inputs()));
      }
    }
  }
}
