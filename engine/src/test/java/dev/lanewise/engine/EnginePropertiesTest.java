package dev.lanewise.engine;

import dev.lanewise.engine.RandomGraphs.Numbers;
import dev.lanewise.engine.reference.Interpreter;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SplittableRandom;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tag;
import net.jqwik.api.constraints.IntRange;

/** What holds for the engine's runs of any graph, at every width of vectors. */
@Tag("widths")
class EnginePropertiesTest {
  @Provide
  Arbitrary<RandomGraphs.Case> graphs() {
    return RandomGraphs.cases(8);
  }

  @Property(tries = 300)
  void sessionsOfAnyThreadsGiveTheBitsOfTheReference(@ForAll("graphs") RandomGraphs.Case random) {
    EngineRun.checked(random.graph(), random.inputs(), 1, 2, 3, 5);
  }

  /** The compiled graph rounds a folded batch norm otherwise; all else is as in the source. */
  @Property(tries = 100)
  void sessionsThatKeepEveryValueGiveTheBitsOfTheSource(
      @ForAll("graphs") RandomGraphs.Case random) {
    // Weights that are computed from constants are folded, unless somebody asks for them.
    var activations =
        random.graph().nodes().stream()
            .map(Node::name)
            .filter(name -> !name.contains(".bias") && !name.contains(".weight"));
    var everything = random.graph().withOutputs(activations.toList());
    SameBits.check(
        Interpreter.run(everything, random.inputs()),
        EngineRun.checked(everything, random.inputs(), 2));
  }

  @Property(tries = 100)
  void aBatchGivesTheBitsOfItsPicturesAlone(
      @ForAll("graphs") RandomGraphs.Case random, @ForAll @IntRange(min = 1, max = 3) int threads) {
    try (var model = Model.compile(random.graph());
        var together = model.newSession(random.options(threads));
        var alone = model.newSession(random.picture(0).options(1))) {
      var outputs = EngineRun.run(together, random.inputs());
      for (int n = 0; n < random.batch(); n++) {
        var expected = new LinkedHashMap<String, Tensor>();
        for (var output : outputs.entrySet()) {
          expected.put(output.getKey(), RandomGraphs.slice(output.getValue(), n));
        }
        SameBits.check(expected, EngineRun.run(alone, random.picture(n).inputs()));
      }
    }
  }

  @Property(tries = 100)
  void aRunLeavesNothingBehindForTheNext(
      @ForAll("graphs") RandomGraphs.Case random,
      @ForAll long seed,
      @ForAll @IntRange(min = 1, max = 3) int threads) {
    var others = new LinkedHashMap<String, Tensor>();
    var floats = new RandomFloats(Numbers.SPECIAL);
    var source = new SplittableRandom(seed);
    random
        .inputs()
        .forEach(
            (name, tensor) ->
                others.put(name, floats.signed(source, tensor.shape(), Layout.NHWC, 1)));
    try (var model = Model.compile(random.graph());
        var session = model.newSession(random.options(threads))) {
      var first = EngineRun.run(session, random.inputs());
      SameBits.check(first, EngineRun.run(session, random.inputs()));
      EngineRun.run(session, others);
      SameBits.check(first, EngineRun.run(session, random.inputs()));
      EngineRun.poison(session);
      SameBits.check(first, EngineRun.run(session, random.inputs()));
    }
  }

  /** A caller that keeps the inputs may run again without writing them. */
  @Property(tries = 50)
  void inputsKeepTheirContentsFromRunToRun(@ForAll("graphs") RandomGraphs.Case random) {
    try (var model = Model.compile(random.graph());
        var session = model.newSession(random.options(2))) {
      var first = EngineRun.run(session, random.inputs());
      session.run();
      SameBits.check(first, session.outputs());
      Map<String, Tensor> kept = new LinkedHashMap<>();
      random.inputs().keySet().forEach(name -> kept.put(name, session.input(name)));
      SameBits.check(random.inputs(), kept);
    }
  }

  /** Sessions side by side share the packed weights and nothing else. */
  @Property(tries = 50)
  void sessionsOfOneModelDoNotDisturbEachOther(@ForAll("graphs") RandomGraphs.Case random) {
    try (var model = Model.compile(random.graph());
        var one = model.newSession(random.options(1));
        var other = model.newSession(random.options(2))) {
      var expected = EngineRun.run(one, random.inputs());
      EngineRun.poison(other);
      SameBits.check(expected, one.outputs());
      SameBits.check(expected, EngineRun.run(other, random.inputs()));
    }
  }
}
