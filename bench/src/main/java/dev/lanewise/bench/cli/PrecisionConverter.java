package dev.lanewise.bench.cli;

import dev.lanewise.engine.Precision;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads a {@link Precision} in lower case. */
final class PrecisionConverter implements ITypeConverter<Precision> {
  @Override
  public Precision convert(String text) {
    for (var precision : Precision.values()) {
      if (name(precision).equals(text)) {
        return precision;
      }
    }
    var known = Arrays.stream(Precision.values()).map(PrecisionConverter::name);
    throw new TypeConversionException(
        "'" + text + "' is no precision; there is: " + known.collect(Collectors.joining(", ")));
  }

  private static String name(Precision precision) {
    return precision.name().toLowerCase(Locale.ROOT);
  }
}
