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
        return new ChannelValues(
            Float.parseFloat(parts[0]), Float.parseFloat(parts[1]), Float.parseFloat(parts[2]));
      }
    } catch (NumberFormatException _) {
      // Said below.
    }
    throw new TypeConversionException("'" + text + "' is not three numbers such as 0.5,0.5,0.5");
  }
}
