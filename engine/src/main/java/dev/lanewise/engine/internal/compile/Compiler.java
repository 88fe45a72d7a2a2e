package dev.lanewise.engine.internal.compile;

import dev.lanewise.engine.Graph;

/**
 * All passes in order.
 *
 * <pre>
 * dead nodes dropped → constants folded → gathers at one place made slices, slices of slices joined
 *   → softmax before transpositions → one form for Conv and Linear
 *   → gates of a value itself made one activation → biases and scales made batch norms
 *   → batch norms folded, and joined where they are left → means before 1×1 convolutions
 *   → enlarged pictures added in one step → skip adds and activations fused
 * </pre>
 *
 * <p>What comes out has no {@link dev.lanewise.engine.op.Conv} or {@link
 * dev.lanewise.engine.op.Linear} of its own: each is a {@link dev.lanewise.engine.op.Fused}, be it
 * with neither skip nor activation. Every output keeps its name, and no value that is an output is
 * fused away; of a chain that became one node, the last value's name is left.
 *
 * <p>Bits: all passes but the folding and joining of batch norms, the fusion of gates and the
 * exchange of means and 1×1 convolutions give those of the source graph; these round less often
 * than the source. Where a product with a constant is made a batch norm, a −0 becomes +0; where a
 * quotient by one is, it is a product with the rounded inverse. {@link
 * dev.lanewise.engine.Precision#EXACT} is defined over the graph that comes out.
 */
public final class Compiler {
  private Compiler() {}

  /**
   * Compiles a graph; done again for each distinct set of outputs, see {@code
   * docs/adr/0001-compile-per-outputs.md}.
   *
   * @param source a graph with the outputs that are asked for, see {@link Graph#withOutputs}
   * @param weights where the constants that the passes compute are kept, so that a second
   *     compilation makes none of them again; it must be used for graphs cut from one source only,
   *     since it knows a constant by the name of the node that it replaces
   * @return a graph whose constants are the source's and some of {@code weights}'
   * @throws dev.lanewise.engine.LimitException if the folded constants would take more than {@code
   *     weights} allows
   * @throws dev.lanewise.engine.ShapeException if a weight is not a constant and its declared shape
   *     leaves the number of output channels open
   */
  public static Graph compile(Graph source, FoldedConstants weights) {
    var graph = source.withOutputs(source.outputs());
    graph = FoldConstants.apply(graph, weights);
    graph = UnifySlices.apply(graph);
    graph = JoinSlices.apply(graph);
    graph = SoftmaxFirst.apply(graph);
    graph = UnifyMatrixOps.apply(graph, weights);
    graph = FuseGates.apply(graph);
    graph = UnifyAffine.apply(graph, weights);
    graph = FoldBatchNorm.apply(graph, weights);
    graph = JoinBatchNorms.apply(graph, weights);
    graph = PoolFirst.apply(graph);
    graph = FuseUpsample.apply(graph);
    graph = FuseEpilogue.apply(graph);
    return graph.withOutputs(graph.outputs());
  }
}
