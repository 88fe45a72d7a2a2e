package dev.lanewise.engine.internal.kernel;

import java.util.List;

/**
 * Writes the sources of the vector kernels over sliding windows: {@code tile} output pixels of a
 * row side by side, so that a weight or a pixel that several of them read is loaded once.
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
    /** One row of taps, added to sums that lie in memory. */
    DEPTHWISE_ROW,
    MAX,
    MEAN
  }

  /** All of them. */
  static List<WindowWriter> all() {
    return List.of(
        new WindowWriter(Kind.DEPTHWISE, 3, 3, 1, 4),
        new WindowWriter(Kind.DEPTHWISE, 3, 3, 2, 2),
        new WindowWriter(Kind.DEPTHWISE_ROW, 1, 5, 1, 4),
        new WindowWriter(Kind.DEPTHWISE_ROW, 1, 5, 2, 3),
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
          case DEPTHWISE_ROW -> "DepthwiseRow";
          case MAX -> "Max";
          case MEAN -> "Mean";
        };
    var size = rows == 1 ? Integer.toString(columns) : rows + "x" + columns;
    return name + size + "Stride" + stride;
  }

  /** The source, up to its formatting. */
  String text() {
    var text = new StringBuilder();
    boolean floors = kind == Kind.DEPTHWISE || kind == Kind.DEPTHWISE_ROW;
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
      case DEPTHWISE_ROW -> {
        depthwiseRow(text, "next", false);
        depthwiseRow(text, "last", true);
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
      case DEPTHWISE_ROW ->
          "One row of %d taps of a depthwise convolution: %s.".formatted(columns, windows);
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

  private void depthwiseRow(StringBuilder text, String name, boolean last) {
    text.append(
        """
        static void %s(MemorySegment memory, long at, long pixel, int left, int right, long outside,
            MemorySegment w, long wOff, MemorySegment start, long startOff, long startPixel,
            %slong y, long yPixel, int channels) {
        """
            .formatted(name, last ? "float floor, " : ""));
    places(text);
    text.append("final long tap = channels * 4L;\n");
    text.append(last ? "var least = FloatVector.broadcast(SPECIES, floor);\n" : "");
    loop(text);
    for (int t = 0; t < tile; t++) {
      text.append("var s%d = ".formatted(t));
      text.append(load("start", plus("startOff", times(t, "startPixel")))).append(";\n");
    }
    for (int c = 0; c < width(); c++) {
      text.append("var x0%d = %s;\n".formatted(c, load("memory", "a0" + c)));
    }
    for (int c = 0; c < columns; c++) {
      text.append(c == 0 ? "var " : "").append("weight = ");
      text.append(load("w", plus("wOff", times(c, "tap")))).append(";\n");
      taps(text, 0, c);
    }
    for (int t = 0; t < tile; t++) {
      if (last) {
        floored(text, t);
      } else {
        text.append("s%d.intoMemorySegment(memory, %s, ORDER);\n".formatted(t, target(t)));
      }
    }
    text.append("}\n}\n");
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
        var inside = rows == 1 ? "c" + c : "r%d && c%d".formatted(r, c);
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
