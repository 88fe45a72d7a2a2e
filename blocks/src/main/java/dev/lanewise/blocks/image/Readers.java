package dev.lanewise.blocks.image;

import java.io.IOException;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.spi.IIORegistry;
import javax.imageio.spi.ImageReaderSpi;
import javax.imageio.spi.ServiceRegistry;
import org.jspecify.annotations.Nullable;

/**
 * ImageIO's readers, in a registry of our own: the JDK's, and TwelveMonkeys' for JPEG where it is
 * there. So neither another plug-in of the application nor the thread's context class loader
 * decides how a picture is decoded, and the application's registry stays as it was.
 *
 * <p>TwelveMonkeys is looked for as a service provider, with the class loader of this class: it is
 * found beside Lanewise on the class path and on the module path (which binds it because this
 * module says {@code uses}), but not in a loader that this one cannot see.
 */
final class Readers {
  /** Named by its name, so that Lanewise compiles and runs without it. */
  private static final String TWELVE_MONKEYS =
      "com.twelvemonkeys.imageio.plugins.jpeg.JPEGImageReaderSpi";

  private static final ServiceRegistry REGISTRY = register();

  private static final @Nullable ImageReaderSpi JPEG = twelveMonkeys();

  private Readers() {}

  /**
   * A new reader of this format, which the caller disposes of.
   *
   * @throws IOException if this Java has none
   */
  static ImageReader open(String format) throws IOException {
    if (JPEG != null && format.equals("jpeg")) {
      return JPEG.createReaderInstance();
    }
    Iterator<ImageReaderSpi> readers =
        REGISTRY.getServiceProviders(ImageReaderSpi.class, spi -> reads(spi, format), false);
    if (!readers.hasNext()) {
      throw new IOException("this Java has no reader of " + format);
    }
    return readers.next().createReaderInstance();
  }

  private static ServiceRegistry register() {
    var registry = new ServiceRegistry(List.<Class<?>>of(ImageReaderSpi.class).iterator());
    IIORegistry.getDefaultInstance()
        .getServiceProviders(ImageReaderSpi.class, Readers::isOfTheJdk, false)
        .forEachRemaining(registry::registerServiceProvider);
    return registry;
  }

  private static @Nullable ImageReaderSpi twelveMonkeys() {
    try {
      ImageReaderSpi spi =
          ServiceLoader.load(ImageReaderSpi.class, Readers.class.getClassLoader()).stream()
              .filter(provider -> provider.type().getName().equals(TWELVE_MONKEYS))
              .findFirst()
              .map(ServiceLoader.Provider::get)
              .orElse(null);
      // It looks in the registry for the JDK's reader, which it builds on, and leaves without one.
      if (spi != null) {
        REGISTRY.registerServiceProvider(spi);
      }
      return spi != null && REGISTRY.contains(spi) ? spi : null;
    } catch (ServiceConfigurationError | LinkageError e) {
      return null;
    }
  }

  private static boolean isOfTheJdk(Object provider) {
    return provider.getClass().getModule().equals(ImageIO.class.getModule());
  }

  private static boolean reads(Object provider, String format) {
    return isOfTheJdk(provider)
        && provider instanceof ImageReaderSpi spi
        && Arrays.asList(spi.getFormatNames()).contains(format);
  }
}
