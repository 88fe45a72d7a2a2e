package dev.lanewise.engine.internal.compile;

import dev.lanewise.engine.LimitException;
import java.math.BigInteger;

/**
 * The memory that a model's weights may take, whatever is made of them.
 *
 * <p><b>Threads.</b> Any number.
 */
public final class WeightBudget {
  private final long most;
  private long taken;

  /** Nothing is taken yet, and so many bytes may be. */
  public WeightBudget(long most) {
    this.most = most;
  }

  /**
   * Takes memory for some elements.
   *
   * @param what they are, for the message
   * @return their bytes
   * @throws LimitException if there is no room, and nothing is taken then
   */
  public synchronized long take(String what, long elements, int bytesOfOne) {
    long left = most - taken;
    if (elements > left / bytesOfOne) {
      throw new LimitException(
          "%s takes %d bytes, the limit of %d bytes for weights leaves %d"
              .formatted(
                  what,
                  BigInteger.valueOf(elements).multiply(BigInteger.valueOf(bytesOfOne)),
                  most,
                  left));
    }
    taken += elements * bytesOfOne;
    return elements * bytesOfOne;
  }

  /** What is taken, in bytes. */
  public synchronized long bytes() {
    return taken;
  }
}
