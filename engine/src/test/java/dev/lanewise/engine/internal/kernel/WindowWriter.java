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
record WindowWriter(Kind kind, int rows, int columns, int stride, int tile) {
  /** What is done with a window. */
  enum Kind {
    /** All rows of a depthwise convolution. */
    DEPTHWISE,
    /** All rows, for a few whole rows of the output at once: {@code tile} of them. */
    DEPTHWISE_ROWS,
    /** Some rows of taps, or one and the floor, for a whole row of sums that lie in memory. */
    DEPTHWISE_ROW,
    MAX,
    MEAN
  }

  /** All of them. */
  static List<WindowWriter> all() {
    return List.of(
        new WindowWriter(Kind.DEPTHWISE, 3, 3, 1, 4),
        new WindowWriter(Kind.DEPTHWISE, 3, 3, 2, 2),
        new WindowWriter(Kind.DEPTHWISE_ROWS, 3, 3, 1, 2),
        new WindowWriter(Kind.DEPTHWISE_ROWS, 3, 3, 1, 3),
        new WindowWriter(Kind.DEPTHWISE_ROW, 2, 5, 1, 1),
        new WindowWriter(Kind.DEPTHWISE_ROW, 2, 5, 2, 1),
        new WindowWriter(Kind.MAX, 2, 2, 2, 4),
        new WindowWriter(Kind.MAX, 3, 3, 2, 2),
        new WindowWriter(Kind.MEAN, 2, 2, 2, 4),
        new WindowWriter(Kind.MEAN, 3, 3, 1, 4),
        new WindowWriter(Kind.MEAN, 3, 3, 2, 2));
  }

  String className() {
    var name =
        switch (kind) {
          case DEPTHWISE -> "Depthwise";
          case DEPTHWISE_ROWS -> "Depthwise" + tile + "Rows";
          case DEPTHWISE_ROW -> "DepthwiseRow";
          case MAX -> "Max";
          case MEAN -> "Mean";
        };
    int height = kind == Kind.DEPTHWISE_ROW ? columns : rows;
    return name + height + "x" + columns + "Stride" + stride;
  }

  /** The source, up to its formatting. */
  String text() {
    var text = new StringBuilder();
    boolean floors = kind != Kind.MAX && kind != Kind.MEAN;
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
    switch (kind) {
      case DEPTHWISE -> depthwise(text);
      case DEPTHWISE_ROWS -> depthwiseRows(text);
      case DEPTHWISE_ROW -> {
        depthwiseRow(text, "next", rows, false);
        depthwiseRow(text, "last", 1, true);
      }
      case MAX -> max(text);
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

  private void depthwise(StringBuilder text) {
    text.append(
        """
        static void run(MemorySegment memory, long at, long row, long pixel, int top, int bottom,
            int left, int right, long outside, MemorySegment w, MemorySegment bias, float floor,
            long y, long yPixel, int channels) {
        """);
    for (int r = 0; r < rows; r++) {
      text.append("boolean r%d = top <= %d && bottom > %d;\n".formatted(r, r, r));
    }
    places(text);
    text.append("final long tap = channels * 4L;\n");
    text.append("var least = FloatVector.broadcast(SPECIES, floor);\n");
    loop(text);
    for (int t = 0; t < tile; t++) {
      text.append("var s%d = %s;\n".formatted(t, t == 0 ? load("bias", "") : "s0"));
    }
    boolean first = true;
    for (int r = 0; r < rows; r++) {
      for (int c = 0; c < width(); c++) {
        text.append("var x%d%d = %s;\n".formatted(r, c, load("memory", "a%d%d".formatted(r, c))));
      }
      for (int c = 0; c < columns; c++) {
        text.append(first ? "var " : "").append("weight = ");
        text.append(load("w", times(r * columns + c, "tap"))).append(";\n");
        first = false;
        taps(text, r, c);
      }
    }
    for (int t = 0; t < tile; t++) {
      floored(text, t);
    }
    text.append("}\n}\n");
  }

  /** Several rows of the output: the weights and the pixels in registers, a new column a step. */
  private void depthwiseRows(StringBuilder text) {
    text.append(
        """
        static void run(MemorySegment memory, long at, long row, long pixel, int top, int bottom,
            int left, int right, long outside, MemorySegment w, MemorySegment bias, float floor,
            long y, long yRow, long yPixel, int width, int channels) {
          final long tap = channels * 4L;
          // A row outside is one pixel, again and again.
        """);
    int under = tile + rows - 1;
    for (int r = 0; r < under; r++) {
      text.append("boolean in%d = top <= %d && bottom > %d;\n".formatted(r, r, r));
      text.append("final long s%d = in%d ? pixel : 0;\n".formatted(r, r));
      var place = plus("at", times(r, "row"));
      text.append("final long r%d = in%d ? %s : outside;\n".formatted(r, r, place));
      text.append("final long a%d = left > 0 ? outside : r%d;\n".formatted(r, r));
      text.append("final long b%d = left > 0 ? r%d : r%d + s%d;\n".formatted(r, r, r, r));
    }
    text.append("var least = FloatVector.broadcast(SPECIES, floor);\n");
    loop(text);
    text.append("final long c = (long) i * 4;\n");
    text.append("var start = FloatVector.fromMemorySegment(SPECIES, bias, c, ORDER);\n");
    for (int t = 0; t < rows * columns; t++) {
      text.append("var w%d%d = ".formatted(t / columns, t % columns));
      text.append(
          t == 0
              ? "FloatVector.fromMemorySegment(SPECIES, w, c, ORDER)"
              : at("w", times(t, "tap")));
      text.append(";\n");
    }
    for (int r = 0; r < under; r++) {
      text.append("var x%d0 = %s;\n".formatted(r, at("memory", "a" + r)));
      text.append("var x%d1 = %s;\n".formatted(r, at("memory", "b" + r)));
      text.append("long p%d = b%d + s%d + c;\n".formatted(r, r, r));
    }
    text.append("long to = y + c;\nfor (int ow = 0; ow < width; ow++) {\n");
    text.append("boolean inside = ow + 2 < right;\n");
    for (int r = 0; r < under; r++) {
      text.append(
          "var x%d2 = FloatVector.fromMemorySegment(SPECIES, memory, inside ? p%d : outside + c, ORDER);\n"
              .formatted(r, r));
    }
    for (int t = 0; t < tile; t++) {
      text.append("var sum%d = start;\n".formatted(t));
    }
    for (int r = 0; r < rows; r++) {
      for (int c = 0; c < columns; c++) {
        for (int t = 0; t < tile; t++) {
          text.append("sum%d = x%d%d.fma(w%d%d, sum%d);\n".formatted(t, r + t, c, r, c, t));
        }
      }
    }
    for (int t = 0; t < tile; t++) {
      text.append(
          "sum%d.blend(least, sum%d.compare(VectorOperators.LE, least)).intoMemorySegment(memory, %s, ORDER);\n"
              .formatted(t, t, plus("to", times(t, "yRow"))));
    }
    for (int r = 0; r < under; r++) {
      text.append("x%d0 = x%d1;\nx%d1 = x%d2;\np%d += s%d;\n".formatted(r, r, r, r, r, r));
    }
    text.append("to += yPixel;\n}\n}\n}\n");
  }

  /** A row of the output from {@code rows} rows of taps: each step loads {@code stride} columns. */
  private void depthwiseRow(StringBuilder text, String name, int rows, boolean last) {
    text.append(
        """
        static void %s(MemorySegment memory, long at, long row, long pixel, int top, int bottom,
            int left, int right, long outside, MemorySegment w, long wOff, MemorySegment start,
            long startOff, long startPixel, %slong y, long yPixel, int width, int channels) {
          final long tap = channels * 4L;
        """
            .formatted(name, last ? "float floor, " : ""));
    int kept = columns - stride;
    for (int r = 0; r < rows; r++) {
      text.append("boolean r%d = top <= %d && bottom > %d;\n".formatted(r, r, r));
      text.append("final long s%d = r%d ? pixel : 0;\n".formatted(r, r));
      var place = plus("at", times(r, "row"));
      text.append("final long a%d = r%d ? %s : outside;\n".formatted(r, r, place));
      for (int c = 0; c < kept; c++) {
        text.append(
            "final long a%d%d = left <= %d && right > %d ? %s : outside;\n"
                .formatted(r, c, c, c, plus("a" + r, times(c, "s" + r))));
      }
    }
    text.append(last ? "var least = FloatVector.broadcast(SPECIES, floor);\n" : "");
    loop(text);
    text.append("final long c = (long) i * 4;\n");
    for (int r = 0; r < rows; r++) {
      for (int c = 0; c < columns; c++) {
        var offset = plus("wOff", times(r * columns + c, "tap"));
        text.append("var w%d%d = %s;\n".formatted(r, c, at("w", offset)));
      }
      for (int c = 0; c < kept; c++) {
        text.append("var x%d%d = %s;\n".formatted(r, c, at("memory", "a%d%d".formatted(r, c))));
      }
      text.append("long p%d = %s + c;\n".formatted(r, plus("a" + r, times(kept, "s" + r))));
    }
    text.append("long from = startOff + c;\nlong to = y + c;\n");
    text.append("for (int ow = 0; ow < width; ow++) {\n");
    text.append("var sum = FloatVector.fromMemorySegment(SPECIES, start, from, ORDER);\n");
    for (int c = kept; c < columns; c++) {
      var column = (stride == 1 ? "ow" : "ow * " + stride) + " + " + c;
      text.append("boolean in%d = left <= %s && right > %s;\n".formatted(c, column, column));
    }
    for (int r = 0; r < rows; r++) {
      for (int c = kept; c < columns; c++) {
        var offset =
            "in%d ? %s : outside + c".formatted(c, plus("p" + r, times(c - kept, "s" + r)));
        text.append(
            "var x%d%d = FloatVector.fromMemorySegment(SPECIES, memory, %s, ORDER);\n"
                .formatted(r, c, offset));
      }
    }
    for (int r = 0; r < rows; r++) {
      for (int c = 0; c < columns; c++) {
        text.append("sum = x%d%d.fma(w%d%d, sum);\n".formatted(r, c, r, c));
      }
    }
    text.append(last ? "sum.blend(least, sum.compare(VectorOperators.LE, least))" : "sum");
    text.append(".intoMemorySegment(memory, to, ORDER);\n");
    for (int r = 0; r < rows; r++) {
      for (int c = 0; c < kept; c++) {
        text.append("x%d%d = x%d%d;\n".formatted(r, c, r, c + stride));
      }
      text.append("p%d += %s;\n".formatted(r, times(stride, "s" + r)));
    }
    text.append("from += startPixel;\nto += yPixel;\n}\n}\n}\n");
  }

  private static String at(String segment, String offset) {
    return "FloatVector.fromMemorySegment(SPECIES, %s, %s + c, ORDER)".formatted(segment, offset);
  }

  private void max(StringBuilder text) {
    text.append(
        """
        static void run(MemorySegment memory, long at, long row, long pixel, int top, int bottom,
            int left, int right, long y, long yPixel, int channels) {
        """);
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

  private void mean(StringBuilder text) {
    text.append(
        """
        static void run(MemorySegment memory, long at, long row, long pixel, float count, long y,
            long yPixel, int channels) {
          var divisor = FloatVector.broadcast(SPECIES, count);
        """);
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

  /** Where each tap of the tile lies: in the picture, or outside of it. */
  private void places(StringBuilder text) {
    for (int c = 0; c < width(); c++) {
      text.append("boolean c%d = left <= %d && right > %d;\n".formatted(c, c, c));
    }
    for (int r = 0; r < rows; r++) {
      for (int c = 0; c < width(); c++) {
        var inside = "r%d && c%d".formatted(r, c);
        var place = plus("at", plus(times(r, "row"), times(c, "pixel")));
        text.append("final long a%d%d = %s ? %s : outside;\n".formatted(r, c, inside, place));
      }
    }
  }

  private static void loop(StringBuilder text) {
    text.append("for (int i = 0; i < channels; i += LANES) {\n");
  }

  private void taps(StringBuilder text, int r, int c) {
    for (int t = 0; t < tile; t++) {
      text.append("s%d = x%d%d.fma(weight, s%d);\n".formatted(t, r, t * stride + c, t));
    }
  }

  private static void floored(StringBuilder text, int t) {
    text.append(
        "s%d.blend(least, s%d.compare(VectorOperators.LE, least)).intoMemorySegment(memory, %s, ORDER);\n"
            .formatted(t, t, target(t)));
  }

  private static String target(int t) {
    return plus(plus("y", times(t, "yPixel")), "(long) i * 4");
  }

  private static String load(String segment, String offset) {
    return "FloatVector.fromMemorySegment(SPECIES, %s, %s, ORDER)"
        .formatted(segment, plus(offset, "(long) i * 4"));
  }

  private static String times(int factor, String stride) {
    return factor == 0 ? "" : factor == 1 ? stride : factor + " * " + stride;
  }

  private static String plus(String a, String b) {
    return a.isEmpty() ? b : b.isEmpty() ? a : a + " + " + b;
  }
}
