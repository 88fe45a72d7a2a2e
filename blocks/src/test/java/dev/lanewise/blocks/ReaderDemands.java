package dev.lanewise.blocks;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lanewise.engine.LanewiseException;
import dev.lanewise.engine.Layout;
import dev.lanewise.engine.Tensor;
import java.io.IOException;
import java.nio.IntBuffer;
import java.util.Set;

/**
 * What is demanded of a reader, whatever the bytes it is given: a value or a refusal of a kind that
 * it documents, the same one each time, and nothing held on to.
 */
public final class ReaderDemands {
  private static final int LONGEST_MESSAGE = 1000; // characters
  private static final int MOST_READS = 4;
  private static final long FREE = 64L << 20; // bytes that any file may take, beside thrice its own

  private final String place;
  private final Set<Class<? extends LanewiseException>> documented;

  /**
   * @param place what the message of each refusal begins with: the file, as its reader knows it
   * @param documented the only exceptions by which the reader may refuse a file that can be read
   */
  public ReaderDemands(String place, Set<Class<? extends LanewiseException>> documented) {
    this.place = place;
    this.documented = documented;
  }

  /** Reads a file and closes everything that was opened for it. */
  @FunctionalInterface
  public interface Reading {
    /** Whatever was read, comparable by {@code equals}. */
    Object read() throws IOException;
  }

  /** A refusal, comparable. */
  public record Refusal(Class<?> kind, String message) {}

  /**
   * Checks all of it.
   *
   * @param bytes the size of the file
   */
  public void check(long bytes, Reading reading) throws IOException {
    Object first = outcome(reading);
    // The first reading loads classes and fills caches of the JDK.
    Held before = Held.now();
    long allocated = Held.allocatedByThisThread();
    assertThat(outcome(reading)).as("second reading").isEqualTo(first);
    assertThat(Held.allocatedByThisThread() - allocated)
        .as("bytes allocated on the heap for a file of %d", bytes)
        .isLessThanOrEqualTo(FREE + 3 * bytes);
    checkNothingIsHeld(before, reading);
  }

  /** The refusal that an exception is, after checking that it is one. */
  public Refusal refusal(LanewiseException e) {
    if (!documented.contains(e.getClass())) {
      throw e;
    }
    String message = String.valueOf(e.getMessage());
    assertThat(message).startsWith(place);
    assertThat(message).hasSizeLessThan(LONGEST_MESSAGE);
    assertThat(message.chars().noneMatch(Character::isISOControl)).as(message).isTrue();
    return new Refusal(e.getClass(), message);
  }

  /** The elements of a tensor, comparable bit for bit. */
  public static IntBuffer bits(Tensor tensor) {
    float[] values = tensor.toArray(Layout.NCHW);
    var bits = IntBuffer.allocate(values.length);
    for (float value : values) {
      bits.put(Float.floatToRawIntBits(value));
    }
    return bits.flip();
  }

  private Object outcome(Reading reading) throws IOException {
    try {
      return reading.read();
    } catch (LanewiseException e) {
      return refusal(e);
    }
  }

  /**
   * A leak grows with each reading; what the JVM itself opens in passing does not.
   *
   * @param before what was held before the last reading
   */
  private void checkNothingIsHeld(Held before, Reading reading) throws IOException {
    Held after = Held.now();
    for (int reads = 1; after.exceeds(before); reads++) {
      assertThat(reads)
          .as("readings, each of which holds more than the one before: %s, %s", before, after)
          .isLessThan(MOST_READS);
      before = after;
      outcome(reading);
      after = Held.now();
    }
  }
}
