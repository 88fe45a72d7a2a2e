package dev.lanewise.blocks.weights;

import dev.lanewise.blocks.internal.file.Quoted;
import dev.lanewise.engine.Shape;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * The dictionary at the head of an {@code .npy} file, in the subset of Python's literals that NumPy
 * writes: {@code {'descr': '<f4', 'fortran_order': False, 'shape': (1, 3), }}.
 */
record NpyHeader(String descr, boolean fortranOrder, Shape shape) {
  private static final int MAX_RANK = 64; // NumPy's own limit

  /**
   * Reads a header.
   *
   * @throws IllegalArgumentException if {@code text} is no such dictionary, saying what was
   *     expected where
   */
  static NpyHeader parse(String text) {
    return new Parser(text).header();
  }

  private static final class Parser {
    private final String text;
    private int at;

    private Parser(String text) {
      this.text = text;
    }

    private NpyHeader header() {
      Set<String> seen = new HashSet<>();
      String descr = "";
      boolean fortranOrder = false;
      var shape = Shape.of();
      expect('{');
      while (!accept('}')) {
        String key = string();
        if (!seen.add(key)) {
          throw wrong("key '" + Quoted.plain(key) + "' appears twice");
        }
        expect(':');
        switch (key) {
          case "descr" -> descr = string();
          case "fortran_order" -> fortranOrder = truth();
          case "shape" -> shape = shape();
          default -> throw wrong("unknown key '" + Quoted.plain(key) + "'");
        }
        if (!accept(',')) {
          expect('}');
          break;
        }
      }
      if (seen.size() != 3) {
        throw wrong("keys descr, fortran_order and shape expected, got " + seen);
      }
      if (!text.substring(at).isBlank()) {
        throw wrong("text after the dictionary");
      }
      return new NpyHeader(descr, fortranOrder, shape);
    }

    private Shape shape() {
      List<Integer> extents = new ArrayList<>();
      expect('(');
      while (!accept(')')) {
        extents.add(extent());
        if (extents.size() > MAX_RANK) {
          throw wrong("more than " + MAX_RANK + " extents");
        }
        if (!accept(',')) {
          if (extents.size() == 1) {
            throw wrong("',' expected: one number in parentheses is no tuple");
          }
          expect(')');
          break;
        }
      }
      if (extents.contains(0)) {
        throw wrong("shape " + Quoted.plain(extents.toString()) + " has no elements");
      }
      return Shape.of(extents.stream().mapToInt(Integer::intValue).toArray());
    }

    private int extent() {
      skipBlanks();
      int start = at;
      while (at < text.length() && text.charAt(at) >= '0' && text.charAt(at) <= '9') {
        at++;
      }
      if (start == at) {
        throw wrong("a number expected");
      }
      try {
        return Integer.parseInt(text, start, at, 10);
      } catch (NumberFormatException overflow) {
        throw wrong("extent " + Quoted.plain(text.substring(start, at)) + " is beyond 2147483647");
      }
    }

    private boolean truth() {
      skipBlanks();
      for (String word : new String[] {"True", "False"}) {
        if (text.startsWith(word, at)) {
          at += word.length();
          return word.equals("True");
        }
      }
      throw wrong("True or False expected");
    }

    private String string() {
      skipBlanks();
      char quote = at < text.length() ? text.charAt(at) : ' ';
      int end = text.indexOf(quote, at + 1);
      if ((quote != '\'' && quote != '"') || end < 0) {
        throw wrong("a string expected");
      }
      String value = text.substring(at + 1, end);
      at = end + 1;
      return value;
    }

    private void expect(char symbol) {
      if (!accept(symbol)) {
        throw wrong("'" + symbol + "' expected");
      }
    }

    private boolean accept(char symbol) {
      skipBlanks();
      if (at < text.length() && text.charAt(at) == symbol) {
        at++;
        return true;
      }
      return false;
    }

    private void skipBlanks() {
      while (at < text.length() && (text.charAt(at) == ' ' || text.charAt(at) == '\n')) {
        at++;
      }
    }

    private IllegalArgumentException wrong(String what) {
      return new IllegalArgumentException(what + " (character " + at + " of the header)");
    }
  }
}
