package dev.lanewise.engine.internal.kernel;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * Writes the sources of the vector matrix kernels. Their accumulators must be local variables, one
 * method for each number of rows, so that a loop over rows or vectors can only be one that writes
 * them.
 *
 * @param kind which product it is
 * @param least methods for so many rows
 * @param rows and more, up to so many
 * @param vectors of a panel
 * @param source how A is read
 */
record KernelWriter(Kind kind, int least, int rows, int vectors, Source source)
    implements SourceWriter {
  /** What A is read from. */
  enum Source {
    SEGMENT("", "MemorySegment a, long aOff, long lda"),
    /** A segment, and each step touches some bytes of the panel that comes next. */
    AHEAD("Ahead", "MemorySegment ahead, long aheadOff, MemorySegment a, long aOff, long lda"),
    /**
     * A buffer of bytes, whose offsets count the loop: those of B are a multiple of them that an
     * address can be made of. Each two rows of a step end in a test that never holds.
     */
    SLICED("Sliced", "int times, ByteBuffer a, int aOff, int lda"),
    BUFFER("Buffered", "FloatBuffer a, int aOff, int lda"),
    /** A buffer, and each step of the sum ends in a test that never holds. */
    STEPWISE("Stepwise", "FloatBuffer a, int aOff, int lda");

    final String suffix;
    final String parameters;

    Source(String suffix, String parameters) {
      this.suffix = suffix;
      this.parameters = parameters;
    }
  }

  /** Where the accumulators start. */
  enum Kind {
    FIRST("First", "floor(bias + A · B)"),
    NEXT("Next", "floor(C + A · B)");

    final String prefix;
    final String formula;

    Kind(String prefix, String formula) {
      this.prefix = prefix;
      this.formula = formula;
    }
  }

  /** All of them. */
  static List<KernelWriter> all() {
    var all = new ArrayList<KernelWriter>();
    for (var kind : Kind.values()) {
      all.add(new KernelWriter(kind, 1, 9, 1, Source.BUFFER));
      all.add(new KernelWriter(kind, 6, 7, 2, Source.SEGMENT));
      all.add(new KernelWriter(kind, 6, 7, 2, Source.AHEAD));
      all.add(new KernelWriter(kind, 1, 6, 2, Source.SLICED));
      all.add(new KernelWriter(kind, 3, 6, 2, Source.BUFFER));
      all.add(new KernelWriter(kind, 1, 5, 2, Source.STEPWISE));
    }
    return all;
  }

  @Override
  public String className() {
    return kind.prefix + rows + "x" + vectors + source.suffix;
  }

  @Override
  public String text() {
    var text = new StringBuilder();
    boolean buffer = isBuffer();
    boolean ahead = source == Source.AHEAD;
    text.append(
        """
        package dev.lanewise.engine.internal.kernel;

        %simport static dev.lanewise.engine.internal.kernel.Lanes.ORDER;

        import java.lang.foreign.MemorySegment;
        %simport jdk.incubator.vector.FloatVector;
        import jdk.incubator.vector.VectorOperators;
        import jdk.incubator.vector.VectorSpecies;

        /**
         * C = %s for %s rows of %s%s. See {@link MatrixKernels} for the panels; one
         * method for each number of rows, since the accumulators must be locals to stay in registers.
         * Written by KernelWriter, beside the tests.
         */
        final class %s {
          private static final VectorSpecies<Float> SPECIES = Lanes.species();
        """
            .formatted(
                buffer ? "" : importOfLanes("FLOAT") + (ahead ? importOfLanes("INT") : ""),
                buffer
                    ? "import java.nio.%sBuffer;\n".formatted(isSliced() ? "Byte" : "Float")
                    : "",
                kind.formula,
                least == rows ? rows : least + " to " + rows,
                vectors == 1 ? "one vector" : "two vectors",
                note(),
                className()));
    if (vectors == 1) {
      text.append("private static final int PANEL = SPECIES.vectorByteSize();\n");
    } else {
      text.append("private static final int VECTOR = SPECIES.vectorByteSize();\n");
      text.append(
          isSliced()
              ? "private static final int LANES = SPECIES.length();\n"
              : "private static final int PANEL = 2 * VECTOR;\n");
    }
    text.append("private ").append(className()).append("() {}\n");
    text.append("static void run(int m, ").append(parameters(2)).append(") { switch (m) {\n");
    for (int m = least; m <= rows; m++) {
      var arguments =
          parameters(m).replaceAll("(MemorySegment|FloatBuffer|ByteBuffer|long|int|float) ", "");
      text.append("case ").append(m).append(" -> rows").append(m).append("(");
      text.append(arguments).append(");\n");
    }
    text.append("default -> throw new AssertionError(m); } }\n");
    for (int m = least; m <= rows; m++) {
      method(text, m);
    }
    return text.append("}\n").toString();
  }

  private static String importOfLanes(String name) {
    return "import static dev.lanewise.engine.internal.kernel.Lanes." + name + ";\n";
  }

  private boolean isBuffer() {
    return source == Source.BUFFER || source == Source.STEPWISE || isSliced();
  }

  private boolean isSliced() {
    return source == Source.SLICED;
  }

  private String note() {
    return switch (source) {
      case SEGMENT -> "";
      case AHEAD ->
          ", each step touching a little of what the caller reads next: there is no instruction to"
              + " prefetch it, but at this pace the processor's own prefetching stays ahead";
      case SLICED ->
          ", so many times, each vector from a slice of its own, A read from a buffer of bytes. The"
              + " loop counts bytes of A, of which an address in B is made without an instruction; a"
              + " test after each two rows, which never holds, keeps their loads beside their"
              + " multiply-adds, so that 16 registers are enough. Rows below each other share what is"
              + " done once a call, offsets in B are cut so that C2 knows their sign, and −0"
              + " is added to the floor, which changes nothing, so that it is not made again for each"
              + " vector";
      case BUFFER -> ", A read from a buffer";
      case STEPWISE ->
          ", A read from a buffer, with a test in each step that never holds: C2 unrolls such a loop"
              + " twice at most, and mixes the loads of one step with its own multiply-adds only";
    };
  }

  /** Those of {@code m} rows: a single row needs no stride between rows. */
  private String parameters(int m) {
    var all =
        source.parameters
            + ", MemorySegment b, long bOff, "
            + (isSliced() ? "long slice, " : "")
            + (kind == Kind.NEXT ? "" : "MemorySegment bias, long biasOff, ")
            + "float floor, MemorySegment c, long cOff, long ldc, int depth";
    return m == 1 ? all.replaceAll("int times, |(int|long) ld[ac], ", "") : all;
  }

  private void method(StringBuilder text, int m) {
    text.append("private static void rows").append(m).append("(").append(parameters(m));
    text.append(") {\n");
    text.append(SourceWriter.offHeap(segments()));
    if (isSliced()) {
      text.append("final long own = bOff & Lanes.OFFSETS;\n");
      text.append("final long other = own + (slice & Lanes.OFFSETS);\n");
      text.append("final int end = depth * 4;\n");
      for (int i = 2; i < m; i += 2) {
        text.append("final int never%d = ~depth - %d;\n".formatted(i, i));
      }
    }
    boolean repeats = isSliced() && m > 1;
    if (repeats) {
      text.append("int aRow = aOff;\nlong cRow = cOff;\n");
      text.append("for (int time = 0; time < times; time++) {\n");
    }
    for (int i = 1; i < m; i++) {
      text.append(
          "final %s a%d = %s;\n".formatted(isBuffer() ? "int" : "long", i, row(a(m), "lda", i)));
    }
    for (int i = 0; i < m; i++) {
      for (int j = 0; j < vectors; j++) {
        text.append("var c%d%d = %s;\n".formatted(i, j, start(m, i, j)));
      }
    }
    if (source == Source.STEPWISE) {
      text.append("final int never = ~depth;\n");
    }
    if (source == Source.AHEAD) {
      text.append("int touched = 0;\n");
    }
    text.append(
        isSliced()
            ? "for (int at = 0; at < end; at += 4) {\n"
            : "for (int k = 0; k < depth; k++) {\n");
    if (source == Source.AHEAD) {
      text.append("touched |= ahead.get(INT, aheadOff + (long) k * MatrixKernels.AHEAD);\n");
    }
    step(text, m);
    if (source == Source.STEPWISE) {
      text.append("if (k == never) { break; }\n");
    }
    text.append("}\n");
    if (source == Source.AHEAD) {
      text.append("if (touched == Integer.MIN_VALUE) { Lanes.touched = touched; }\n");
    }
    text.append("var least = FloatVector.broadcast(SPECIES, floor)");
    text.append(isSliced() ? ".add(FloatVector.broadcast(SPECIES, -0f));\n" : ";\n");
    for (int i = 0; i < m; i++) {
      for (int j = 0; j < vectors; j++) {
        text.append(
            "c%d%d.blend(least, c%d%d.compare(VectorOperators.LE, least)).intoMemorySegment(c, %s%s, ORDER);\n"
                .formatted(i, j, i, j, row(c(m), "ldc", i), column(j)));
      }
    }
    if (repeats) {
      text.append("aRow += %d * lda;\ncRow += %d * ldc;\n}\n".formatted(m, m));
    }
    text.append("}\n");
  }

  /** The variable that says where the first row of A is. */
  private String a(int m) {
    return isSliced() && m > 1 ? "aRow" : "aOff";
  }

  /** The variable that says where the first row of C is. */
  private String c(int m) {
    return isSliced() && m > 1 ? "cRow" : "cOff";
  }

  private List<String> segments() {
    return Stream.of(parameters(rows).split(", "))
        .filter(parameter -> parameter.startsWith("MemorySegment "))
        .map(parameter -> parameter.substring("MemorySegment ".length()))
        .toList();
  }

  private String start(int m, int i, int j) {
    if (kind == Kind.NEXT) {
      return SourceWriter.load("c", row(c(m), "ldc", i) + column(j));
    }
    return i == 0 ? SourceWriter.load("bias", "biasOff" + column(j)) : "c0" + j;
  }

  /**
   * The scalar loads come first: they are inlined through methods that C2 refuses to inline once it
   * has made a certain number of nodes, while those of vectors are always inlined. Where each two
   * rows have a test, their own come before them.
   */
  private void step(StringBuilder text, int m) {
    if (!isSliced()) {
      for (int i = 0; i < m; i++) {
        scalar(text, m, i);
      }
    }
    for (int j = 0; j < vectors; j++) {
      var offset =
          isSliced()
              ? (j == 0 ? "own" : "other") + " + (long) at * LANES"
              : "bOff + (long) k * PANEL" + column(j);
      text.append("var b%d = %s;\n".formatted(j, SourceWriter.load("b", offset)));
    }
    for (int i = 0; i < m; i++) {
      if (isSliced() && i % 2 == 0) {
        if (i > 0) {
          text.append("if (at == never%d) { break; }\n".formatted(i));
        }
        for (int row = i; row < Math.min(i + 2, m); row++) {
          scalar(text, m, row);
        }
      }
      text.append(i == 0 ? "var x" : "x");
      text.append(" = FloatVector.broadcast(SPECIES, x%d);\n".formatted(i));
      for (int j = 0; j < vectors; j++) {
        text.append("c%d%d = x.fma(b%d, c%d%d);\n".formatted(i, j, j, i, j));
      }
    }
  }

  private void scalar(StringBuilder text, int m, int row) {
    var get =
        switch (source) {
          case SLICED -> "a.getFloat(%s + at)";
          case BUFFER, STEPWISE -> "a.get(%s + k)";
          case SEGMENT, AHEAD -> "a.get(FLOAT, %s + (long) k * 4)";
        };
    text.append("float x%d = %s;\n".formatted(row, get.formatted(row == 0 ? a(m) : "a" + row)));
  }

  private static String row(String base, String stride, int i) {
    return i == 0 ? base : base + " + " + (i == 1 ? "" : i + " * ") + stride;
  }

  private static String column(int j) {
    return j == 0 ? "" : " + VECTOR";
  }
}
