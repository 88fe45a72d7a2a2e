package dev.lanewise.blocks.image;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.color.ColorSpace;
import java.awt.color.ICC_Profile;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.spi.IIORegistry;
import javax.imageio.spi.ImageReaderSpi;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReadersTest {

  @Test
  void twelveMonkeysReadsJpegAndTheJdkTheRest() throws IOException {
    assertThat(readerOf("jpeg")).startsWith("com.twelvemonkeys.");
    for (String format : new String[] {"png", "gif", "bmp"}) {
      assertThat(readerOf(format)).startsWith("com.sun.imageio.plugins." + format);
    }
  }

  @Test
  void registryOfTheApplicationDecidesNothing() {
    // What the application took away is still there for us, and it gets nothing from us.
    var registry = IIORegistry.getDefaultInstance();
    var taken = new ArrayList<ImageReaderSpi>();
    registry
        .getServiceProviders(
            ImageReaderSpi.class, spi -> spi.getClass().getName().contains(".jpeg."), false)
        .forEachRemaining(taken::add);
    assertThat(Resources.picture("jpeg-444.jpg").width()).isEqualTo(37);
    taken.forEach(registry::deregisterServiceProvider);
    try {
      assertThat(Resources.picture("jpeg-444.jpg").width()).isEqualTo(37);
      assertThat(ImageIO.getImageReadersByFormatName("jpeg").hasNext()).isFalse();
    } finally {
      taken.forEach(registry::registerServiceProvider);
    }
  }

  @Test
  void colourProfileOfAJpegIsIgnored() {
    byte[] profile = ICC_Profile.getInstance(ColorSpace.CS_LINEAR_RGB).getData();
    assertThat(withProfile("\1\1", profile)).isEqualTo(Resources.pillow("jpeg-444.jpg"));
  }

  /** Part 5 of 2: the JDK's reader alone refuses it. */
  @Test
  void brokenColourProfileOfAJpegIsIgnored() {
    assertThat(withProfile("\5\2", new byte[200])).isEqualTo(Resources.pillow("jpeg-444.jpg"));
  }

  private static byte[] withProfile(String part, byte[] profile) {
    byte[] file = Resources.bytes("jpeg-444.jpg");
    var out = ByteBuffer.allocate(file.length + profile.length + 18).put(file, 0, 2);
    out.putShort((short) 0xFFE2).putShort((short) (profile.length + 16));
    out.put(("ICC_PROFILE\0" + part).getBytes(StandardCharsets.ISO_8859_1)).put(profile);
    out.put(file, 2, file.length - 2);
    return Picture.read(out.array(), "profile", PictureLimits.DEFAULT).toRgb();
  }

  @Test
  void straysBetweenSegmentsAndAfterTheEndAreIgnored() {
    byte[] file = Resources.bytes("jpeg-444.jpg");
    var out = ByteBuffer.allocate(file.length + 5 + 100);
    out.put(file, 0, file.length - 2).put(new byte[] {1, 2, 3, 4, 5}).put(file, file.length - 2, 2);
    assertThat(Picture.read(out.array(), "strays", PictureLimits.DEFAULT).toRgb())
        .isEqualTo(Resources.pillow("jpeg-444.jpg"));
  }

  @Test
  void threadsDecodeSideBySide() throws Exception {
    var names =
        List.of(
            "jpeg-420.jpg", "jpeg-progressive.jpg", "png-rgb8.png", "gif-whole.gif", "bmp-8.bmp");
    try (var pool = Executors.newFixedThreadPool(8)) {
      List<Callable<Boolean>> tasks = new ArrayList<>();
      for (int i = 0; i < 200; i++) {
        String name = names.get(i % names.size());
        tasks.add(() -> Arrays.equals(Resources.picture(name).toRgb(), Resources.pillow(name)));
      }
      for (Future<Boolean> same : pool.invokeAll(tasks)) {
        assertThat(same.get()).isTrue();
      }
    }
  }

  @Test
  void noFileStaysOpen(@TempDir Path folder) throws IOException {
    var system = ManagementFactory.getOperatingSystemMXBean();
    Assumptions.assumeTrue(system instanceof com.sun.management.UnixOperatingSystemMXBean);
    Path whole = Files.write(folder.resolve("whole.jpg"), Resources.bytes("jpeg-420.jpg"));
    Path cut =
        Files.write(folder.resolve("cut.jpg"), Arrays.copyOf(Resources.bytes("jpeg-420.jpg"), 700));
    Picture.read(whole);
    long before = openFiles();
    for (int i = 0; i < 100; i++) {
      Picture.read(whole);
      try {
        Picture.read(cut);
      } catch (PictureException expected) {
        assertThat(expected.picture()).isEqualTo(cut.toString());
      }
    }
    // The JVM itself may open a class file or two meanwhile.
    assertThat(openFiles() - before).isLessThan(20);
  }

  private static long openFiles() {
    return ManagementFactory.getOperatingSystemMXBean()
            instanceof com.sun.management.UnixOperatingSystemMXBean unix
        ? unix.getOpenFileDescriptorCount()
        : 0;
  }

  private static String readerOf(String format) throws IOException {
    ImageReader reader = Readers.open(format);
    try {
      return reader.getClass().getName();
    } finally {
      reader.dispose();
    }
  }
}
