package dev.lanewise.bench.cli;

import dev.lanewise.bench.study.Depths;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads {@link Depths} such as {@code 1..50}. */
final class DepthsConverter implements ITypeConverter<Depths> {
  private static final Pattern RANGE = Pattern.compile("(\\d+)\\.\\.(\\d+)");

  /** Deeper networks would take hours. */
  private static final int MOST = 1000;

  @Override
  public Depths convert(String text) {
    var range = RANGE.matcher(text);
    if (!range.matches()) {
      throw new TypeConversionException("'" + text + "' is not FIRST..LAST, such as 1..50");
    }
    int first = WholeNumber.parse(range.group(1), 1, MOST);
    return new Depths(first, WholeNumber.parse(range.group(2), first, MOST));
  }
}
