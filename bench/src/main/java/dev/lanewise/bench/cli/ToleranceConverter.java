package dev.lanewise.bench.cli;

import dev.lanewise.bench.conform.Tolerance;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** How picocli reads a tolerance. */
final class ToleranceConverter implements ITypeConverter<Tolerance> {
  @Override
  public Tolerance convert(String text) {
    return switch (text) {
      case "standard" -> Tolerance.STANDARD;
      case "network" -> Tolerance.NETWORK;
      default ->
          throw new TypeConversionException("'" + text + "' is neither standard nor network");
    };
  }
}
