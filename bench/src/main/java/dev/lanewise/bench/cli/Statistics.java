package dev.lanewise.bench.cli;

import dev.lanewise.blocks.image.Preprocessing;
import java.util.Locale;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** The data set whose channel means and deviations a network was trained with. */
enum Statistics {
  /** Those of ImageNet's pictures; some networks for CIFAR-10 were trained with them too. */
  IMAGENET,
  /** Those of CIFAR-10's training pictures. */
  CIFAR10;

  /** {@code preprocessing} with these statistics. */
  Preprocessing of(Preprocessing preprocessing) {
    var source =
        switch (this) {
          case IMAGENET -> Preprocessing.IMAGENET;
          case CIFAR10 -> Preprocessing.CIFAR10_EMBEDDED;
        };
    return new Preprocessing(preprocessing.framing(), source.mean(), source.std());
  }

  /** How picocli reads one. */
  static final class Converter implements ITypeConverter<Statistics> {
    @Override
    public Statistics convert(String text) {
      for (var each : values()) {
        if (each.name().toLowerCase(Locale.ROOT).equals(text)) {
          return each;
        }
      }
      throw new TypeConversionException("'" + text + "' is neither imagenet nor cifar10");
    }
  }
}
