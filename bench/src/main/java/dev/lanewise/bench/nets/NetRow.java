package dev.lanewise.bench.nets;

import dev.lanewise.bench.versus.Spread;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A network in the comparison.
 *
 * @param parameters that are trained
 * @param multiplyAdds of a run, as direct sums
 */
public record NetRow(String network, long parameters, long multiplyAdds, NetTimes times) {
  /** The columns of {@link #csv}. */
  public static String csvHeadings() {
    return "network,parameters,multiply_adds,slab_bytes,ms,ms_p10,ms_p90,"
        + "sum_fused,sum_fused_p10,sum_fused_p90,ms_apart,sum_apart,sum_apart_p10,sum_apart_p90";
  }

  /** The row of a CSV file; parts are fractions, and empty for a network without sums. */
  public String csv() {
    var apartMillis = times.apartMillis();
    return "%s,%d,%d,%d,%s,%s,%s,%s"
        .formatted(
            network,
            parameters,
            multiplyAdds,
            times.slabBytes(),
            spread(times.millis()),
            spread(times.fused()),
            apartMillis == null ? "" : number(apartMillis.median()),
            spread(times.apart()));
  }

  private static String spread(@Nullable Spread spread) {
    return spread == null
        ? ",,"
        : number(spread.median()) + "," + number(spread.p10()) + "," + number(spread.p90());
  }

  private static String number(double value) {
    return String.format(Locale.ROOT, "%.4f", value);
  }
}
