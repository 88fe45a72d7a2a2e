package dev.lanewise.bench.versus;

/**
 * Two neighbouring blocks.
 *
 * @param oursMillis the engine's time for one run: the median of its block
 * @param peerMillis the peer's
 */
public record Round(double oursMillis, double peerMillis) {
  /** How many times as fast as the peer the engine is. */
  public double ratio() {
    return peerMillis / oursMillis;
  }
}
