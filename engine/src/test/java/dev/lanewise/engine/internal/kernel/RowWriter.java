package dev.lanewise.engine.internal.kernel;

import java.util.List;

/**
 * Writes the sources of the kernels of a single row, which differ in how B is packed.
 *
 * @param sliced whether each vector of a panel is a slice of its own
 */
record RowWriter(boolean sliced) implements SourceWriter {
  private static final int VECTORS = 2 * MatrixKernels.ROW_PANELS;

  /** Both. */
  static List<RowWriter> all() {
    return List.of(new RowWriter(false), new RowWriter(true));
  }

  @Override
  public String className() {
    return sliced ? "Row1x8Sliced" : "Row1x8";
  }

  @Override
  public String text() {
    var text = new StringBuilder();
    text.append(
        """
        package dev.lanewise.engine.internal.kernel;

        %simport static dev.lanewise.engine.internal.kernel.Lanes.ORDER;

        import java.lang.foreign.MemorySegment;
        %simport jdk.incubator.vector.FloatVector;
        import jdk.incubator.vector.VectorOperators;
        import jdk.incubator.vector.VectorSpecies;

        /**
         * One row of C = floor(bias + A · B) over four panels of two vectors%s: eight accumulators, so
         * that the reads of B are what it waits for. See {@link MatrixKernels} for the panels.
         * Written by RowWriter, beside the tests.
         */
        final class %s {
          private static final VectorSpecies<Float> SPECIES = Lanes.species();
          private static final int VECTOR = SPECIES.vectorByteSize();
          private static final int %s;

          private %s() {}

          static void run(%s, MemorySegment b, long bOff, long panel, %sMemorySegment bias,
              long biasOff, float floor, MemorySegment c, long cOff, int depth) {
            %s
        """
            .formatted(
                sliced ? "" : "import static dev.lanewise.engine.internal.kernel.Lanes.FLOAT;\n",
                sliced ? "import java.nio.ByteBuffer;\n" : "",
                sliced ? ", each from a slice of its own" : "",
                className(),
                sliced ? "LANES = SPECIES.length()" : "PANEL = 2 * VECTOR",
                className(),
                sliced ? "ByteBuffer a, int aOff" : "MemorySegment a, long aOff",
                sliced ? "long slice, " : "",
                SourceWriter.offHeap(List.of("b", "bias", "c")).strip()));
    for (int panel = 0; panel < MatrixKernels.ROW_PANELS; panel++) {
      text.append("final long b%d = %s;\n".formatted(panel, plus("bOff", panel, "panel")));
      if (sliced) {
        text.append("final long other%d = b%d + slice;\n".formatted(panel, panel));
      }
    }
    for (int i = 0; i < VECTORS; i++) {
      text.append(
          "var c%d = %s;\n".formatted(i, SourceWriter.load("bias", plus("biasOff", i, "VECTOR"))));
    }
    text.append(
        sliced
            ? """
              final int end = depth * 4;
              for (int at = 0; at < end; at += 4) {
                var x = FloatVector.broadcast(SPECIES, a.getFloat(aOff + at));
              """
            : """
              for (int k = 0; k < depth; k++) {
                var x = FloatVector.broadcast(SPECIES, a.get(FLOAT, aOff + (long) k * 4));
              """);
    for (int i = 0; i < VECTORS; i++) {
      text.append(
          "c%d = x.fma(%s, c%d);\n".formatted(i, SourceWriter.load("b", at(i / 2, i % 2)), i));
    }
    text.append("}\nvar least = FloatVector.broadcast(SPECIES, floor);\n");
    for (int i = 0; i < VECTORS; i++) {
      text.append(
          "c%d.blend(least, c%d.compare(VectorOperators.LE, least)).intoMemorySegment(c, %s, ORDER);\n"
              .formatted(i, i, plus("cOff", i, "VECTOR")));
    }
    return text.append("}\n}\n").toString();
  }

  /** Where a step of a panel's first or second vector of B lies. */
  private String at(int panel, int vector) {
    if (sliced) {
      return (vector == 0 ? "b" : "other") + panel + " + (long) at * LANES";
    }
    return "b" + panel + " + (long) k * PANEL" + (vector == 0 ? "" : " + VECTOR");
  }

  private static String plus(String base, int count, String step) {
    return base + (count == 0 ? "" : " + " + (count == 1 ? "" : count + "L * ") + step);
  }
}
