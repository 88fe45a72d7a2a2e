package dev.lanewise.bench.cli;

import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Numbers in arguments. */
final class WholeNumber {
  private WholeNumber() {}

  /**
   * The number that {@code text} says.
   *
   * @throws TypeConversionException if it is none, or not within the limits, which are both allowed
   */
  static int parse(String text, int least, int most) {
    if (text.matches("[0-9]{1,9}")) {
      int number = Integer.parseInt(text);
      if (number >= least && number <= most) {
        return number;
      }
    }
    throw new TypeConversionException(
        "'" + text + "' is not a whole number from " + least + " to " + most);
  }

  /** How picocli reads a count of at least 1. */
  static final class Count implements ITypeConverter<Integer> {
    @Override
    public Integer convert(String text) {
      return parse(text, 1, 999_999_999);
    }
  }
}
