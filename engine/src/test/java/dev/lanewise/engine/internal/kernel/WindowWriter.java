package dev.lanewise.engine.internal.kernel;

import java.util.List;

/**
 * Writes the sources of the vector kernels over sliding windows: {@code tile} output pixels of a
 * row side by side, so that a weight or a pixel that several of them read is loaded once; or a
 * whole row, the weights and the pixels under a window in registers.
 *
 * @param kind what is done
 * @param rows of a window that a call reads
 * @param columns of a window
 * @param stride pixels between the windows of a row
 * @param tile windows of a call
 */
record WindowWriter(Kind kind, int rows, int columns, int stride, int tile)
    implements SourceWriter {
  /** What is done with a window. */
  enum Kind {
    /** All rows of a depthwise convolution. */
    DEPTHWISE,
    /** All rows, for a few whole rows of the output at once: {@code tile} of them. */
    DEPTHWISE_ROWS,
    /**
     * Some rows of taps, or one and the floor, for a whole row of sums that lie in memory; or all
     * of them and the floor.
     */
    DEPTHWISE_ROW,
    MAX,
    /** All windows of a row. */
    MAX_ROW,
    MEAN
  }

  /** All of them. */
  static List<WindowWriter> all() {
    return List.of(
        new WindowWriter(Kind.DEPTHWISE, 3, 3, 1, 4),
        new WindowWriter(Kind.DEPTHWISE_ROWS, 3, 3, 1, 2),
        new WindowWriter(Kind.DEPTHWISE_ROWS, 3, 3, 1, 3),
        new WindowWriter(Kind.DEPTHWISE_ROW, 3, 3, 2, 1),
        new WindowWriter(Kind.DEPTHWISE_ROW, 2, 5, 1, 1),
        new WindowWriter(Kind.DEPTHWISE_ROW, 2, 5, 2, 1),
        new WindowWriter(Kind.MAX, 2, 2, 2, 4),
        new WindowWriter(Kind.MAX, 3, 3, 2, 2),
        new WindowWriter(Kind.MAX_ROW, 2, 2, 2, 1),
        new WindowWriter(Kind.MAX_ROW, 3, 3, 1, 1),
        new WindowWriter(Kind.MAX_ROW, 3, 3, 2, 1),
        new WindowWriter(Kind.MEAN, 2, 2, 2, 4),
        new WindowWriter(Kind.MEAN, 3, 3, 1, 4),
        new WindowWriter(Kind.MEAN, 3, 3, 2, 2));
  }

  @Override
  public String className() {
    var name =
        switch (kind) {
          case DEPTHWISE -> "Depthwise";
          case DEPTHWISE_ROWS -> "Depthwise" + tile + "Rows";
          case DEPTHWISE_ROW -> "DepthwiseRow";
          case MAX -> "Max";
          case MAX_ROW -> "MaxRow";
          case MEAN -> "Mean";
        };
    int height = kind == Kind.DEPTHWISE_ROW ? columns : rows;
    return name + height + "x" + columns + "Stride" + stride;
  }

  @Override
  public String text() {
    var text = new StringBuilder();
    boolean floors = kind != Kind.MAX && kind != Kind.MAX_ROW && kind != Kind.MEAN;
    text.append(
        """
        package dev.lanewise.engine.internal.kernel;

        import static dev.lanewise.engine.internal.kernel.Lanes.ORDER;

        import java.lang.foreign.MemorySegment;
        import jdk.incubator.vector.FloatVector;
        %simport jdk.incubator.vector.VectorSpecies;

        /**
         * %s
         * See {@link WindowKernels} for the operands. Written by WindowWriter, beside the tests.
         */
        final class %s {
          private static final VectorSpecies<Float> SPECIES = Lanes.species();
          private static final int LANES = SPECIES.length();

          private %s() {}
        """
            .formatted(
                floors ? "import jdk.incubator.vector.VectorOperators;\n" : "",
                sentence(),
                className(),
                className()));
    var convolution = new DepthwiseMethods(rows, columns, stride, tile);
    switch (kind) {
      case DEPTHWISE -> convolution.depthwise(text);
      case DEPTHWISE_ROWS -> convolution.depthwiseRows(text);
      case DEPTHWISE_ROW -> {
        if (rows < columns) {
          convolution.depthwiseRow(text, "next", rows, false);
        }
        convolution.depthwiseRow(text, "last", rows < columns ? 1 : rows, true);
      }
      case MAX -> max(text);
      case MAX_ROW -> maxRow(text);
      case MEAN -> mean(text);
    }
    return text.append("}\n").toString();
  }

  private String sentence() {
    var windows = "%d windows side by side, %d pixel%s apart".formatted(tile, stride, plural());
    return switch (kind) {
      case DEPTHWISE ->
          "A depthwise convolution over %d×%d windows: %s.".formatted(rows, columns, windows);
      case DEPTHWISE_ROWS ->
          "%d rows of a depthwise convolution over %d×%d windows, a vector of channels after the other."
              .formatted(tile, rows, columns);
      case DEPTHWISE_ROW ->
          "Some rows of taps of a depthwise convolution over %d×%d windows, %d pixel%s apart."
              .formatted(columns, columns, stride, plural());
      case MAX_ROW ->
          "The maximum over %d×%d windows of a row, %d pixel%s apart."
              .formatted(rows, columns, stride, plural());
      case MAX -> "The maximum over %d×%d windows: %s.".formatted(rows, columns, windows);
      case MEAN -> "The mean over %d×%d windows: %s.".formatted(rows, columns, windows);
    };
  }

  private String plural() {
    return stride == 1 ? "" : "s";
  }

  /** Columns of the picture under a tile. */
  private int width() {
    return (tile - 1) * stride + columns;
  }

  private void max(StringBuilder text) {
    text.append(
        """
        static void run(MemorySegment memory, long at, long row, long pixel, int top, int bottom,
            int left, int right, long y, long yPixel, int channels) {
        """);
    text.append(SourceWriter.offHeap(List.of("memory")));
    for (int r = 0; r < rows; r++) {
      text.append(
          "final long r%d = at + Math.max(top, Math.min(%d, bottom - 1)) * row;\n".formatted(r, r));
    }
    for (int c = 0; c < width(); c++) {
      text.append(
          "final long c%d = Math.max(left, Math.min(%d, right - 1)) * pixel;\n".formatted(c, c));
    }
    loop(text);
    for (int c = 0; c < width(); c++) {
      text.append("var m%d = %s".formatted(c, load("memory", "r0 + c" + c)));
      for (int r = 1; r < rows; r++) {
        text.append(".max(").append(load("memory", "r%d + c%d".formatted(r, c))).append(")");
      }
      text.append(";\n");
    }
    for (int t = 0; t < tile; t++) {
      text.append("m%d".formatted(t * stride));
      for (int c = 1; c < columns; c++) {
        text.append(".max(m%d)".formatted(t * stride + c));
      }
      text.append(".intoMemorySegment(memory, %s, ORDER);\n".formatted(target(t)));
    }
    text.append("}\n}\n");
  }

  /** A row of windows: what is left of the columns under the last one stays in registers. */
  private void maxRow(StringBuilder text) {
    text.append(
        """
        static void run(MemorySegment memory, long at, long row, long pixel, int top, int bottom,
            int left, int right, long y, long yPixel, int width, int channels) {
        """);
    text.append(SourceWriter.offHeap(List.of("memory")));
    for (int r = 0; r < rows; r++) {
      text.append(
          "final long r%d = at + Math.max(top, Math.min(%d, bottom - 1)) * row;\n".formatted(r, r));
    }
    int kept = columns - stride;
    loop(text);
    text.append("final long c = (long) i * 4;\n");
    text.append("final long first = c + left * pixel;\n");
    text.append("final long last = c + (right - 1) * pixel;\n");
    for (int c = 0; c < kept; c++) {
      column(text, c, plus("c", times(c, "pixel")));
    }
    text.append("long next = %s;\nlong to = y + c;\n".formatted(plus("c", times(kept, "pixel"))));
    text.append("for (int ow = 0; ow < width; ow++) {\n");
    for (int c = kept; c < columns; c++) {
      column(text, c, plus("next", times(c - kept, "pixel")));
    }
    text.append("m0");
    for (int c = 1; c < columns; c++) {
      text.append(".max(m%d)".formatted(c));
    }
    text.append(".intoMemorySegment(memory, to, ORDER);\n");
    for (int c = 0; c < kept; c++) {
      text.append("m%d = m%d;\n".formatted(c, c + stride));
    }
    text.append("next += %s;\nto += yPixel;\n}\n}\n}\n".formatted(times(stride, "pixel")));
  }

  /** The maximum of a column, or of the one inside that is next to it. */
  private void column(StringBuilder text, int c, String place) {
    text.append("final long p%d = Math.max(first, Math.min(%s, last));\n".formatted(c, place));
    text.append("var m%d = ".formatted(c));
    for (int r = 0; r < rows; r++) {
      var load = "FloatVector.fromMemorySegment(SPECIES, memory, r%d + p%d, ORDER)".formatted(r, c);
      text.append(r == 0 ? load : ".max(" + load + ")");
    }
    text.append(";\n");
  }

  private void mean(StringBuilder text) {
    text.append(
        """
        static void run(MemorySegment memory, long at, long row, long pixel, float count, long y,
            long yPixel, int channels) {
          %s
          var divisor = FloatVector.broadcast(SPECIES, count);
        """
            .formatted(SourceWriter.offHeap(List.of("memory"))));
    loop(text);
    for (int t = 0; t < tile; t++) {
      text.append("var s%d = FloatVector.zero(SPECIES);\n".formatted(t));
    }
    for (int r = 0; r < rows; r++) {
      for (int c = 0; c < width(); c++) {
        var place = plus("at", plus(times(r, "row"), times(c, "pixel")));
        text.append("var x%d%d = %s;\n".formatted(r, c, load("memory", place)));
      }
      for (int c = 0; c < columns; c++) {
        for (int t = 0; t < tile; t++) {
          text.append("s%d = s%d.add(x%d%d);\n".formatted(t, t, r, t * stride + c));
        }
      }
    }
    for (int t = 0; t < tile; t++) {
      text.append(
          "s%d.div(divisor).intoMemorySegment(memory, %s, ORDER);\n".formatted(t, target(t)));
    }
    text.append("}\n}\n");
  }

  static void loop(StringBuilder text) {
    text.append("for (int i = 0; i < channels; i += LANES) {\n");
  }

  static String target(int t) {
    return plus(plus("y", times(t, "yPixel")), "(long) i * 4");
  }

  static String load(String segment, String offset) {
    return "FloatVector.fromMemorySegment(SPECIES, %s, %s, ORDER)"
        .formatted(segment, plus(offset, "(long) i * 4"));
  }

  static String times(int factor, String stride) {
    return factor == 0 ? "" : factor == 1 ? stride : factor + " * " + stride;
  }

  static String plus(String a, String b) {
    return a.isEmpty() ? b : b.isEmpty() ? a : a + " + " + b;
  }
}
