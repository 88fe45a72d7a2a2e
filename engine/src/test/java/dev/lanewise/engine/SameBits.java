package dev.lanewise.engine;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import java.util.Map;

/** Equality of bits between tensors of either layout; all NaNs count as one value. */
public final class SameBits {
  private SameBits() {}

  /** Fails unless both have the same names, shapes and bits, naming the first that differs. */
  public static void check(Map<String, Tensor> expected, Map<String, Tensor> actual) {
    assertThat(actual.keySet()).containsExactlyElementsOf(expected.keySet());
    actual.forEach((name, tensor) -> check(name, requireNonNull(expected.get(name)), tensor));
  }

  /** Fails unless both have the same shape and bits, naming the first element that differs. */
  public static void check(String name, Tensor expected, Tensor actual) {
    assertThat(actual.shape()).as(name).isEqualTo(expected.shape());
    float[] want = expected.toArray(Layout.NCHW);
    float[] got = actual.toArray(Layout.NCHW);
    for (int i = 0; i < want.length; i++) {
      if (Float.floatToIntBits(want[i]) != Float.floatToIntBits(got[i])) {
        fail(
            "%s %s differs at element %d of %d (NCHW order): expected %s, got %s",
            name, expected.shape(), i, want.length, want[i], got[i]);
      }
    }
  }
}
