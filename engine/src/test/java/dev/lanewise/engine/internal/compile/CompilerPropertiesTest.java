package dev.lanewise.engine.internal.compile;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lanewise.engine.Graph;
import dev.lanewise.engine.Node;
import dev.lanewise.engine.RandomGraphs;
import dev.lanewise.engine.SameBits;
import dev.lanewise.engine.op.Activation;
import dev.lanewise.engine.op.Add;
import dev.lanewise.engine.op.Fused;
import dev.lanewise.engine.op.MatrixOp;
import dev.lanewise.engine.op.Relu;
import dev.lanewise.engine.reference.Interpreter;
import java.util.Collections;
import java.util.List;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** What holds for the compilation of any graph. */
class CompilerPropertiesTest {

  @Provide
  Arbitrary<RandomGraphs.Case> graphs() {
    return RandomGraphs.cases(8);
  }

  @Property(tries = 200)
  void everyPassButBatchNormFoldingKeepsEveryBit(@ForAll("graphs") RandomGraphs.Case random) {
    var weights = TinyGraph.noLimit();
    var folded = FoldConstants.apply(random.graph(), weights);
    var unified = UnifyMatrixOps.apply(folded, weights);
    var fused = FuseEpilogue.apply(unified);
    SameBits.check(
        Interpreter.run(random.graph(), random.inputs()), Interpreter.run(fused, random.inputs()));
  }

  @Property(tries = 200)
  void fusingAfterFoldingJoiningAndExchangingKeepsEveryBit(
      @ForAll("graphs") RandomGraphs.Case random) {
    var weights = TinyGraph.noLimit();
    // A dead reader would keep a batch norm from folding.
    var alive = random.graph().withOutputs(random.graph().outputs());
    var folded =
        FoldBatchNorm.apply(
            UnifyMatrixOps.apply(FoldConstants.apply(alive, weights), weights), weights);
    var exchanged = PoolFirst.apply(JoinBatchNorms.apply(folded, weights));
    var compiled = Compiler.compile(random.graph(), TinyGraph.noLimit());
    SameBits.check(
        Interpreter.run(exchanged, random.inputs()), Interpreter.run(compiled, random.inputs()));
  }

  @Property(tries = 200)
  void nothingThatCouldFuseIsLeft(@ForAll("graphs") RandomGraphs.Case random) {
    var compiled = Compiler.compile(random.graph(), TinyGraph.noLimit());
    assertThat(compiled.nodes()).noneMatch(node -> node.op() instanceof MatrixOp);
    for (var node : compiled.nodes()) {
      if (node.op() instanceof Relu) {
        assertThat(isOpen(compiled, node.inputs().getFirst(), true)).as("%s", node).isFalse();
      }
      if (node.op() instanceof Add) {
        assertThat(node.inputs()).noneMatch(operand -> isOpen(compiled, operand, false));
      }
    }
    assertThat(Compiler.compile(compiled, TinyGraph.noLimit())).isEqualTo(compiled);
  }

  /** Whether a layer without activation, read here only, ends in this value. */
  private static boolean isOpen(Graph graph, String value, boolean skipAllowed) {
    var node = graph.node(value);
    long reads =
        graph.nodes().stream()
            .mapToInt(reader -> Collections.frequency(reader.inputs(), value))
            .sum();
    return node != null
        && node.op() instanceof Fused fused
        && fused.activation().equals(Activation.NONE)
        && (skipAllowed || !fused.skip())
        && reads == 1
        && !graph.outputs().contains(value);
  }

  @Property(tries = 200)
  void outputsAndInputsKeepNamesAndShapes(@ForAll("graphs") RandomGraphs.Case random) {
    var source = random.graph();
    var compiled = Compiler.compile(source, TinyGraph.noLimit());
    assertThat(compiled.inputs()).isEqualTo(source.inputs());
    assertThat(compiled.outputs()).isEqualTo(source.outputs());
    var before = source.shapes(random.inputShapes());
    compiled
        .shapes(random.inputShapes())
        .forEach(
            (value, shape) -> {
              if (before.containsKey(value)) {
                assertThat(shape).as(value).isEqualTo(before.get(value));
              }
            });
    for (var node : compiled.nodes()) {
      // Passes make nodes of their own too, such as means before a convolution.
      if (source.node(node.name()) != null) {
        assertThat(compiled.shape(node.name())).isEqualTo(source.shape(node.name()));
      }
    }
  }

  /**
   * Any value may be asked for: it is then what it is in the source, and what the compilations have
   * in common is shared.
   */
  @Property(tries = 100)
  void everyValueCanBeAskedFor(@ForAll("graphs") RandomGraphs.Case random) {
    var source = random.graph();
    var weights = TinyGraph.noLimit();
    Compiler.compile(source, weights);
    var names = source.nodes().stream().map(Node::name).toList();
    var all = source.withOutputs(names);
    // With every value an output nothing is folded or fused, so that even the bits are the same.
    SameBits.check(
        Interpreter.run(all, random.inputs()),
        Interpreter.run(Compiler.compile(all, weights), random.inputs()));
    for (var name : names) {
      var one = Compiler.compile(source.withOutputs(List.of(name)), weights);
      assertThat(one.outputs()).containsExactly(name);
      SameBits.check(
          Interpreter.run(one, random.inputs()),
          Interpreter.run(
              Compiler.compile(source.withOutputs(List.of(name)), TinyGraph.noLimit()),
              random.inputs()));
    }
  }
}
