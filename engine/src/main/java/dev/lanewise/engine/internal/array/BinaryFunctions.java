package dev.lanewise.engine.internal.array;

import dev.lanewise.engine.op.Binary;

/** The formulas of {@link Binary}, for two numbers. */
final class BinaryFunctions {
  private BinaryFunctions() {}

  /** A function of two float32. */
  interface OfFloats {
    float at(float a, float b);
  }

  /** A function of two integers or truth values. */
  interface OfLongs {
    long at(long a, long b);
  }

  /** A comparison of two float32. */
  interface Comparison {
    boolean holds(float a, float b);
  }

  static OfFloats ofFloats(Binary.Function function) {
    return switch (function) {
      case ADD -> (a, b) -> a + b;
      case SUB -> (a, b) -> a - b;
      case MUL -> (a, b) -> a * b;
      case DIV -> (a, b) -> a / b;
      case POW -> (a, b) -> (float) Power.of(a, b);
      case MIN -> Math::min;
      case MAX -> Math::max;
      case MOD -> (a, b) -> a % b;
      case PRELU -> (a, b) -> a >= 0 ? a : a * b;
      default -> throw new IllegalArgumentException(function + " gives no float32");
    };
  }

  static Comparison comparison(Binary.Function function) {
    return switch (function) {
      case EQUAL -> (a, b) -> a == b;
      case LESS -> (a, b) -> a < b;
      case LESS_OR_EQUAL -> (a, b) -> a <= b;
      case GREATER -> (a, b) -> a > b;
      case GREATER_OR_EQUAL -> (a, b) -> a >= b;
      default -> throw new IllegalArgumentException(function + " does not compare float32");
    };
  }

  static OfLongs ofLongs(Binary.Function function) {
    return switch (function) {
      case ADD -> (a, b) -> a + b;
      case SUB -> (a, b) -> a - b;
      case MUL -> (a, b) -> a * b;
      case DIV -> (a, b) -> a / b;
      case MIN -> Math::min;
      case MAX -> Math::max;
      case MOD -> Math::floorMod;
      case EQUAL -> (a, b) -> truth(a == b);
      case LESS -> (a, b) -> truth(a < b);
      case LESS_OR_EQUAL -> (a, b) -> truth(a <= b);
      case GREATER -> (a, b) -> truth(a > b);
      case GREATER_OR_EQUAL -> (a, b) -> truth(a >= b);
      case AND -> (a, b) -> a & b;
      case OR -> (a, b) -> a | b;
      case XOR -> (a, b) -> a ^ b;
      case POW, PRELU -> throw new IllegalArgumentException(function + " takes no integers");
    };
  }

  private static long truth(boolean value) {
    return value ? 1 : 0;
  }
}
