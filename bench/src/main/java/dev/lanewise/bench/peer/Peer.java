package dev.lanewise.bench.peer;

/**
 * A network in another library, made ready to run on one input again and again.
 *
 * <p><b>Ownership.</b> Owns the library's session and buffers until {@link #close()}.
 *
 * <p><b>Threads.</b> One caller at a time.
 */
public interface Peer extends AutoCloseable {
  /** The library, its version and how it was set up, for example {@code ONNX Runtime 1.29.0}. */
  String description();

  /**
   * Computes the output from the input that it was made for.
   *
   * @throws PeerException if the library fails
   */
  void run();

  /** The last run's outputs as {@link PeerNetwork#joined} has them; a new array. */
  float[] output();

  @Override
  void close();
}
