package dev.lanewise.bench.baseline;

import java.util.Arrays;

/** What stands between a wrong computation and its timing. */
public final class SameBits {
  private SameBits() {}

  /**
   * Compares bit by bit: +0 is not −0. (All NaNs are one value.)
   *
   * @param value what was computed, and by whom
   * @throws IllegalStateException if the two differ, naming the value, the element and both sides
   */
  public static void require(String value, float[] expected, float[] actual) {
    int at = Arrays.mismatch(expected, actual);
    if (at >= 0) {
      throw new IllegalStateException(
          "%s: element %d is %s, expected %s"
              .formatted(value, at, element(actual, at), element(expected, at)));
    }
  }

  private static String element(float[] values, int at) {
    return at < values.length ? Float.toString(values[at]) : "missing";
  }
}
