package dev.lanewise.blocks.image;

import java.awt.image.BufferedImage;
import java.awt.image.DataBuffer;
import java.awt.image.IndexColorModel;
import java.awt.image.Raster;
import java.awt.image.SampleModel;
import java.awt.image.SinglePixelPackedSampleModel;

/**
 * The rows of what ImageIO decoded, as 8-bit RGB. The samples are taken as they are stored: the
 * colour model's own conversion would change grays (it takes them for linear light) and apply
 * profiles.
 */
sealed interface ImageRows {
  /** Writes row {@code y}, three bytes per pixel. */
  void toRgb(int y, byte[] rgb);

  static ImageRows of(BufferedImage image) {
    Raster raster = image.getRaster();
    if (image.getColorModel() instanceof IndexColorModel model) {
      return new Indexed(raster, Palette.of(model), new int[raster.getWidth()]);
    }
    SampleModel model = raster.getSampleModel();
    int samples = raster.getWidth() * raster.getNumBands();
    if (model instanceof SinglePixelPackedSampleModel) {
      return new Packed(raster, model.getSampleSize(), new int[samples]);
    }
    return switch (raster.getTransferType()) {
      case DataBuffer.TYPE_BYTE -> new Bytes(raster, new byte[samples]);
      case DataBuffer.TYPE_USHORT -> new Shorts(raster, new short[samples]);
      default -> throw new IllegalArgumentException("samples in " + raster);
    };
  }

  /** One index per pixel. */
  record Indexed(Raster raster, Palette palette, int[] indices) implements ImageRows {
    @Override
    public void toRgb(int y, byte[] rgb) {
      raster.getSamples(0, y, raster.getWidth(), 1, 0, indices);
      for (int x = 0; x < indices.length; x++) {
        palette.put(indices[x], rgb, x);
      }
    }
  }

  /** Bit fields; a field of fewer bits is stretched to 0 … 255, rounding down, as Pillow does. */
  record Packed(Raster raster, int[] bits, int[] samples) implements ImageRows {
    @Override
    public void toRgb(int y, byte[] rgb) {
      raster.getPixels(0, y, raster.getWidth(), 1, samples);
      int bands = raster.getNumBands();
      for (int x = 0; x < raster.getWidth(); x++) {
        for (int c = 0; c < 3; c++) {
          long most = (1L << bits[c]) - 1;
          rgb[3 * x + c] = most == 0 ? 0 : (byte) (samples[bands * x + c] * 255L / most);
        }
      }
    }
  }

  /** Gray, or red, green and blue, and maybe alpha after them, in bytes. */
  record Bytes(Raster raster, byte[] samples) implements ImageRows {
    @Override
    public void toRgb(int y, byte[] rgb) {
      raster.getDataElements(0, y, raster.getWidth(), 1, samples);
      int bands = raster.getNumBands();
      int green = bands < 3 ? 0 : 1;
      for (int x = 0; x < raster.getWidth(); x++) {
        rgb[3 * x] = samples[bands * x];
        rgb[3 * x + 1] = samples[bands * x + green];
        rgb[3 * x + 2] = samples[bands * x + 2 * green];
      }
    }
  }

  /** The same in 16 bits, of which the upper eight are kept. */
  record Shorts(Raster raster, short[] samples) implements ImageRows {
    @Override
    public void toRgb(int y, byte[] rgb) {
      raster.getDataElements(0, y, raster.getWidth(), 1, samples);
      int bands = raster.getNumBands();
      int green = bands < 3 ? 0 : 1;
      for (int x = 0; x < raster.getWidth(); x++) {
        rgb[3 * x] = (byte) (samples[bands * x] >> 8);
        rgb[3 * x + 1] = (byte) (samples[bands * x + green] >> 8);
        rgb[3 * x + 2] = (byte) (samples[bands * x + 2 * green] >> 8);
      }
    }
  }
}
