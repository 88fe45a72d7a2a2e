package dev.lanewise.bench.cli;

import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** The size of a picture in pixels, written {@code HxW}. */
record PictureSize(int height, int width) {
  private static final Pattern FORM = Pattern.compile("([1-9][0-9]{0,5})[x×]([1-9][0-9]{0,5})");

  @Override
  public String toString() {
    return height + "x" + width;
  }

  /** How picocli reads one. */
  static final class Converter implements ITypeConverter<PictureSize> {
    @Override
    public PictureSize convert(String text) {
      var matcher = FORM.matcher(text);
      if (!matcher.matches()) {
        throw new TypeConversionException(
            "'" + text + "' is not HEIGHTxWIDTH in pixels, such as 224x224");
      }
      return new PictureSize(
          Integer.parseInt(matcher.group(1)), Integer.parseInt(matcher.group(2)));
    }
  }
}
