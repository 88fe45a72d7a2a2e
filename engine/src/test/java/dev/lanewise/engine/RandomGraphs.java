package dev.lanewise.engine;

import java.lang.foreign.MemorySegment;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SplittableRandom;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;

/**
 * Small random networks over the whole vocabulary, with weights and inputs, for properties that
 * must hold for any graph.
 *
 * <pre>{@code
 * class EngineTest {
 *   @Property(tries = 200)
 *   void engineEqualsReference(@ForAll("graphs") RandomGraphs.Case graph) {
 *     try (var model = Model.compile(graph.graph());
 *         var session = model.newSession(graph.options(2))) {
 *       graph.inputs().forEach((name, tensor) -> session.input(name).copyFrom(tensor));
 *       session.run();
 *       SameBits.check(Interpreter.run(session.graph(), graph.inputs()), session.outputs());
 *     }
 *   }
 *
 *   @Provide
 *   Arbitrary<RandomGraphs.Case> graphs() {
 *     return RandomGraphs.cases(8);
 *   }
 * }
 * }</pre>
 *
 * <p>A failure prints the graph and the call of {@link #generate} that makes it again, which is
 * what a regression test should hold. The seed is not shrunk, but the size is: a case of n motifs
 * starts with the nodes of the case of n − 1 motifs of the same seed.
 *
 * <p>What comes up: convolutions with odd and lane-sized channel counts, groups, depthwise,
 * dilation, strides, asymmetric padding (at times wider than the kernel), with and without bias;
 * residual blocks in either operand order, with identity, projection and option-A shortcuts;
 * concatenations, also of a value with itself; batch norms and activations that fuse and that do
 * not; weights shared by two convolutions, convolutions shared by two batch norms; weights that are
 * computed from constants; values used twice, not at all, or asked for as outputs in the middle of
 * a chain, and now and then an input that is an output. Every case declares its batch as {@link
 * Shape#UNKNOWN}, half of them the height and width as well. Its work is below {@link
 * #MULTIPLY_ADDS} multiply-adds, so that plain loops take milliseconds.
 */
public final class RandomGraphs {
  /** No case takes more multiply-adds than this. */
  public static final long MULTIPLY_ADDS = 2_000_000;

  private RandomGraphs() {}

  /** What the constants and inputs of a case hold. */
  public enum Numbers {
    /** Whole numbers from −4 to 4; with few layers every sum of them is exact. */
    INTEGERS,
    /** Floats about zero, scaled so that activations stay near 1. */
    FLOATS,
    /** Floats, among which come NaN, infinities, −0, subnormals and the largest finite floats. */
    SPECIAL
  }

  /**
   * A network with a tensor for each of its inputs.
   *
   * @param inputs managed tensors in either layout
   */
  public record Case(
      long seed, int motifs, Numbers numbers, Graph graph, Map<String, Tensor> inputs) {

    /** The shapes of the inputs by name. */
    public Map<String, Shape> inputShapes() {
      var shapes = new LinkedHashMap<String, Shape>();
      inputs.forEach((name, tensor) -> shapes.put(name, tensor.shape()));
      return shapes;
    }

    /** The number of pictures in a run. */
    public int batch() {
      return inputs.values().iterator().next().shape().dim(0);
    }

    /** Options of a session for this case. */
    public SessionOptions options(int threads) {
      var options = SessionOptions.DEFAULT.withThreads(threads);
      for (var entry : inputShapes().entrySet()) {
        options = options.withInput(entry.getKey(), entry.getValue());
      }
      return options;
    }

    /** The same network on the {@code n}-th picture of the batch alone. */
    public Case picture(int n) {
      var slices = new LinkedHashMap<String, Tensor>();
      inputs.forEach((name, tensor) -> slices.put(name, slice(tensor, n)));
      return new Case(seed, motifs, numbers, graph, slices);
    }

    /** How to make this case again, and the graph. */
    @Override
    public String toString() {
      return "RandomGraphs.generate(%dL, %d, Numbers.%s)\n%s  inputs %s"
          .formatted(seed, motifs, numbers, graph, inputs);
    }
  }

  /** The {@code n}-th picture of a tensor whose first axis is the batch; a view. */
  public static Tensor slice(Tensor tensor, int n) {
    var extents = tensor.shape().toArray();
    long bytes = tensor.segment().byteSize() / extents[0];
    extents[0] = 1;
    MemorySegment picture = tensor.segment().asSlice(n * bytes, bytes);
    return Tensor.view(picture, Shape.of(extents), tensor.layout());
  }

  /** Cases of 1 to {@code maxMotifs} motifs and any numbers. */
  public static Arbitrary<Case> cases(int maxMotifs) {
    return Combinators.combine(
            Arbitraries.longs().withoutEdgeCases().dontShrink(),
            Arbitraries.integers().between(1, maxMotifs).withoutEdgeCases(),
            Arbitraries.of(Numbers.class))
        .as(RandomGraphs::generate);
  }

  /** Cases of 1 to {@code maxMotifs} motifs and these numbers. */
  public static Arbitrary<Case> cases(int maxMotifs, Numbers numbers) {
    return Combinators.combine(
            Arbitraries.longs().withoutEdgeCases().dontShrink(),
            Arbitraries.integers().between(1, maxMotifs).withoutEdgeCases())
        .as((seed, motifs) -> generate(seed, motifs, numbers));
  }

  /**
   * One case: the same for the same arguments, wherever and whenever.
   *
   * @param motifs how many pieces it is put together from, of one to seven nodes each; at least 1
   */
  public static Case generate(long seed, int motifs, Numbers numbers) {
    var random = new SplittableRandom(seed);
    var grower = new GraphGrower(random.split(), random.split(), numbers);
    for (int i = 0; i < motifs; i++) {
      grower.grow(random.split());
    }
    return new Case(seed, motifs, numbers, grower.graph(), grower.inputs());
  }
}
