package dev.lanewise.engine.internal.kernel;

import static dev.lanewise.engine.internal.kernel.WindowWriter.load;
import static dev.lanewise.engine.internal.kernel.WindowWriter.loop;
import static dev.lanewise.engine.internal.kernel.WindowWriter.plus;
import static dev.lanewise.engine.internal.kernel.WindowWriter.target;
import static dev.lanewise.engine.internal.kernel.WindowWriter.times;

import java.util.List;

/** The methods of {@link WindowWriter} that convolve; the components are its own. */
record DepthwiseMethods(int rows, int columns, int stride, int tile) {
  /** A tile. */
  void depthwise(StringBuilder text) {
    text.append(
        """
        static void run(MemorySegment memory, long at, long row, long pixel, int top, int bottom,
            int left, int right, long outside, MemorySegment w, MemorySegment bias, float floor,
            long y, long yPixel, int channels) {
        """);
    text.append(SourceWriter.offHeap(List.of("memory", "w", "bias")));
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
  void depthwiseRows(StringBuilder text) {
    text.append(
        """
        static void run(MemorySegment memory, long at, long row, long pixel, int top, int bottom,
            int left, int right, long outside, MemorySegment w, MemorySegment bias, float floor,
            long y, long yRow, long yPixel, int width, int channels) {
          %s
          final long tap = channels * 4L;
          // A row outside is one pixel, again and again.
        """
            .formatted(SourceWriter.offHeap(List.of("memory", "w", "bias"))));
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
  void depthwiseRow(StringBuilder text, String name, int rows, boolean last) {
    text.append(
        """
        static void %s(MemorySegment memory, long at, long row, long pixel, int top, int bottom,
            int left, int right, long outside, MemorySegment w, long wOff, MemorySegment start,
            long startOff, long startPixel, %slong y, long yPixel, int width, int channels) {
          %s
          final long tap = channels * 4L;
        """
            .formatted(
                name,
                last ? "float floor, " : "",
                SourceWriter.offHeap(List.of("memory", "w", "start"))));
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

  private int width() {
    return (tile - 1) * stride + columns;
  }
}
