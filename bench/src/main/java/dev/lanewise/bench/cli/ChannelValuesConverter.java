package dev.lanewise.bench.cli;

import dev.lanewise.blocks.image.ChannelValues;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** How picocli reads a number for each colour channel. */
final class ChannelValuesConverter implements ITypeConverter<ChannelValues> {
  @Override
  public ChannelValues convert(String text) {
    var parts = text.split(",", -1);
    try {
      if (parts.length == 3) {
        return new ChannelValues(number(parts[0]), number(parts[1]), number(parts[2]));
      }
    } catch (NumberFormatException _) {
      // Said below.
    }
    throw new TypeConversionException("'" + text + "' is not three numbers such as 0.5,0.5,0.5");
  }

  private static float number(String text) {
    float number = Float.parseFloat(text);
    if (!Float.isFinite(number)) {
      throw new NumberFormatException(text);
    }
    return number;
  }
}
