package dev.lanewise.engine;

import dev.lanewise.engine.op.AveragePool;
import dev.lanewise.engine.op.Conv;
import dev.lanewise.engine.op.Flatten;
import dev.lanewise.engine.op.GlobalAveragePool;
import dev.lanewise.engine.op.Linear;
import dev.lanewise.engine.op.MaxPool;
import dev.lanewise.engine.op.Op;
import dev.lanewise.engine.op.Window;

/**
 * Every kernel over windows, each once over pictures that hang over tiles, and a linear layer of
 * one row: what waits for memory.
 */
final class WindowNet {
  private static final int CHANNELS = 33;

  private final Graph.Builder graph = Graph.builder("windows");
  private String last = "x";
  private long seed = 1;

  private WindowNet() {}

  static Graph graph() {
    return new WindowNet().build();
  }

  /** Whole numbers for input {@code x}. */
  static Tensor input() {
    return WholeNumbers.tensor(9, 1, CHANNELS, 45, 47);
  }

  private Graph build() {
    graph.input("x", Shape.of(1, CHANNELS, 45, 47));
    depthwise("three", Window.of(3).pad(1));
    depthwise("five", Window.of(5).pad(2));
    add("mean3", new AveragePool(Window.of(3).pad(1), false, true));
    depthwise("three.half", Window.of(3).pad(1).stride(2));
    add("max3", new MaxPool(Window.of(3).stride(2).pad(1)));
    depthwise("five.half", Window.of(5).pad(2).stride(1, 2));
    add("mean3.half", new AveragePool(Window.of(3).stride(1, 2).pad(1), false, false));
    depthwise("three.short", Window.of(3).pad(1));
    depthwise("seven", Window.of(7).pad(6));
    add("max2", new MaxPool(Window.of(2).stride(1, 2)));
    depthwise("wide", Window.of(1, 3).pad(0, 6, 0, 6));
    add("mean2", new AveragePool(Window.of(2).stride(2), false, false));
    add("gap", new GlobalAveragePool());
    add("flatten", new Flatten());
    graph.constant("fc.weight", WholeNumbers.tensor(seed++, 300, CHANNELS));
    add("fc", new Linear(), "fc.weight");
    graph.output(last);
    return graph.build();
  }

  private void depthwise(String name, Window window) {
    graph.constant(
        name + ".weight",
        WholeNumbers.tensor(seed++, CHANNELS, 1, window.kernelH(), window.kernelW()));
    add(name, new Conv(window, CHANNELS), name + ".weight");
  }

  private void add(String name, Op op, String... constants) {
    var operands = new String[constants.length + 1];
    operands[0] = last;
    System.arraycopy(constants, 0, operands, 1, constants.length);
    graph.node(name, op, operands);
    last = name;
  }
}
