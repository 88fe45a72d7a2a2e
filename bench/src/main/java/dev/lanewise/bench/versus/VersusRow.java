package dev.lanewise.bench.versus;

import dev.lanewise.bench.versus.PairOutcome.Timed;
import dev.lanewise.engine.Precision;
import java.util.Locale;

/** A line of the comparison: the engine beside the better variant of a peer. */
public record VersusRow(
    String model, String peer, int threads, Precision precision, int batch, Timed timed) {
  private static final String CSV_HEADINGS =
      "model,peer,threads,precision,batch,ours_ms,peer_ms,ratio_median,ratio_p10,ratio_p90";

  /** The first line of a CSV file of rows. */
  public static String csvHeadings() {
    return CSV_HEADINGS;
  }

  /** The precision as the command line names it. */
  public String precisionName() {
    return precision.name().toLowerCase(Locale.ROOT);
  }

  /** A line of a CSV file; no name holds a comma. */
  public String csv() {
    var ratio = timed.ratio();
    return String.format(
        Locale.ROOT,
        "%s,%s,%d,%s,%d,%.4f,%.4f,%.4f,%.4f,%.4f",
        model,
        peer,
        threads,
        precisionName(),
        batch,
        timed.oursMillis().median(),
        timed.peerMillis().median(),
        ratio.median(),
        ratio.p10(),
        ratio.p90());
  }
}
