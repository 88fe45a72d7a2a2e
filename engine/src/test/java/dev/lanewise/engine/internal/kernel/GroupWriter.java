package dev.lanewise.engine.internal.kernel;

import java.util.List;

/**
 * Writes the sources of the vector kernels of small groups: the accumulators are local variables,
 * and {@link GroupKernels#STEP} inputs are taken from a pixel's vector once it is loaded.
 *
 * @param pixels of a call
 */
record GroupWriter(int pixels) implements SourceWriter {
  /** All of them. */
  static List<GroupWriter> all() {
    return List.of(new GroupWriter(GroupKernels.PIXELS), new GroupWriter(1));
  }

  @Override
  public String className() {
    return "Groups" + pixels;
  }

  @Override
  public String text() {
    var text = new StringBuilder();
    text.append(
        """
        package dev.lanewise.engine.internal.kernel;

        import static dev.lanewise.engine.internal.kernel.Lanes.ORDER;

        import java.lang.foreign.MemorySegment;
        import jdk.incubator.vector.FloatVector;
        import jdk.incubator.vector.VectorOperators;
        import jdk.incubator.vector.VectorSpecies;

        /**
         * A vector of channels of %s. See {@link GroupKernels} for the operands. The loops end at
         * {@code !=}, as those of {@link TileKernels} do. Written by GroupWriter, beside the tests.
         */
        final class %s {
          private static final VectorSpecies<Float> SPECIES = Lanes.species();
          private static final long WEIGHTS = GroupKernels.LANES * 4L;

          private %s() {}

          static void run(GroupKernels.Strides strides, int group, VectorGroups.Spread spread,
              MemorySegment x, long xOff, MemorySegment w, long wOff, MemorySegment bias,
              long biasOff, float floor, MemorySegment y, long yOff) {
            %s
            var input0 = spread.input0();
            var input1 = spread.input1();
            var input2 = spread.input2();
            var input3 = spread.input3();
            %sfinal int kernelH = strides.kernelH();
            final int kernelW = strides.kernelW();
        """
            .formatted(
                pixels == 1 ? "one pixel" : pixels + " pixels side by side",
                className(),
                className(),
                SourceWriter.offHeap(List.of("x", "w", "bias", "y")),
                pixels == 1 ? "" : "final long step = strides.pixel();\n"));
    for (int p = 0; p < pixels; p++) {
      var start = p == 0 ? SourceWriter.load("bias", "biasOff") : "c0";
      text.append("var c%d = %s;\n".formatted(p, start));
    }
    text.append(
        """
        long weight = wOff;
        for (int kh = 0; kh != kernelH; kh++) {
          for (int kw = 0; kw != kernelW; kw++) {
            long at = xOff + kh * strides.row() + kw * strides.column();
            for (int j = 0; j != group; j += GroupKernels.STEP) {
        """);
    for (int p = 0; p < pixels; p++) {
      text.append("var x%d = %s;\n".formatted(p, SourceWriter.load("x", plus("at", p, "step"))));
    }
    for (int j = 0; j < GroupKernels.STEP; j++) {
      text.append(
          "var w%d = %s;\n".formatted(j, SourceWriter.load("w", plus("weight", j, "WEIGHTS"))));
    }
    for (int j = 0; j < GroupKernels.STEP; j++) {
      for (int p = 0; p < pixels; p++) {
        text.append("c%d = x%d.rearrange(input%d).fma(w%d, c%d);\n".formatted(p, p, j, j, p));
      }
    }
    text.append(
        """
              at += GroupKernels.STEP * 4L;
              weight += GroupKernels.STEP * WEIGHTS;
            }
          }
        }
        var least = FloatVector.broadcast(SPECIES, floor);
        """);
    for (int p = 0; p < pixels; p++) {
      text.append(
          "c%d.blend(least, c%d.compare(VectorOperators.LE, least)).intoMemorySegment(y, %s, ORDER);\n"
              .formatted(p, p, plus("yOff", p, "strides.target()")));
    }
    return text.append("}\n}\n").toString();
  }

  private static String plus(String base, int factor, String stride) {
    return factor == 0 ? base : base + " + " + (factor == 1 ? "" : factor + " * ") + stride;
  }
}
