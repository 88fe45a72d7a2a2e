package dev.lanewise.blocks.image;

import dev.lanewise.engine.ElementType;
import dev.lanewise.engine.ElementTypeException;
import dev.lanewise.engine.Layout;
import dev.lanewise.engine.Shape;
import dev.lanewise.engine.ShapeException;
import dev.lanewise.engine.Tensor;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/**
 * What a network expects to be done to a picture: cut out and resize, then normalise each channel
 * as {@code (pixel / 255 − mean) / std}, in float32 and in this order, as torchvision's {@code
 * ToTensor} and {@code Normalize} do.
 *
 * <pre>{@code
 * Tensor input = session.input("input");
 * for (int n = 0; n < pictures.size(); n++) {
 *   Preprocessing.IMAGENET.apply(pictures.get(n), input, n);
 * }
 * }</pre>
 *
 * <p>Immutable and safe to share between threads.
 *
 * @param framing which part of the picture, and at what size
 * @param mean what is subtracted
 * @param std what is divided by; finite and not 0
 */
public record Preprocessing(Framing framing, ChannelValues mean, ChannelValues std) {
  private static final ChannelValues IMAGENET_MEAN = new ChannelValues(0.485f, 0.456f, 0.406f);
  private static final ChannelValues IMAGENET_STD = new ChannelValues(0.229f, 0.224f, 0.225f);

  /** torchvision's for its ImageNet networks: 256, then 224×224 of the middle. */
  public static final Preprocessing IMAGENET =
      new Preprocessing(new Framing.ShorterSide(256, 224), IMAGENET_MEAN, IMAGENET_STD);

  /** Of the embedded ResNet-20: 32×32, the statistics of CIFAR-10's training pictures. */
  public static final Preprocessing CIFAR10_EMBEDDED =
      new Preprocessing(
          new Framing.CentreSquare(32),
          new ChannelValues(0.4914f, 0.4822f, 0.4465f),
          new ChannelValues(0.2470f, 0.2435f, 0.2616f));

  /**
   * Of the CIFAR-10 networks that Yerlan Idelbayev published (akamaster/pytorch_resnet_cifar10):
   * 32×32, normalised by the statistics of ImageNet.
   */
  public static final Preprocessing CIFAR10_IMAGENET_STATISTICS =
      new Preprocessing(new Framing.CentreSquare(32), IMAGENET_MEAN, IMAGENET_STD);

  private static final ValueLayout.OfFloat FLOAT = ValueLayout.JAVA_FLOAT_UNALIGNED;
  private static final int CHANNELS = 3;
  private static final int LEVELS = 256;

  public Preprocessing {
    for (int c = 0; c < CHANNELS; c++) {
      if (!Float.isFinite(mean.get(c)) || !Float.isFinite(std.get(c)) || std.get(c) == 0) {
        throw new IllegalArgumentException("cannot normalise by " + mean + " and " + std);
      }
    }
  }

  /** What a tensor for {@code pictures} pictures looks like: {@code [pictures, 3, side, side]}. */
  public Shape inputShape(int pictures) {
    return Shape.of(pictures, CHANNELS, framing.side(), framing.side());
  }

  /**
   * Writes {@code picture} into {@code target} at batch index {@code n}, straight from its 8-bit
   * pixels, in the target's own layout. Nothing else of the target is touched, so that threads may
   * fill different indices of one target.
   *
   * @throws ShapeException if the target is not {@code [N, 3, side, side]}
   * @throws ElementTypeException if it is not of float32
   * @throws IndexOutOfBoundsException if {@code n} is not in 0 … N − 1
   */
  public void apply(Picture picture, Tensor target, int n) {
    Shape shape = target.shape();
    if (shape.rank() != 4 || !shape.equals(inputShape(shape.dim(0)))) {
      throw new ShapeException(
          "pictures become [N, %d, %d, %d], the target is %s"
              .formatted(CHANNELS, framing.side(), framing.side(), shape));
    }
    if (target.type() != ElementType.F32) {
      throw new ElementTypeException("pictures become float32, the target is " + target);
    }
    if (n < 0 || n >= shape.dim(0)) {
      throw new IndexOutOfBoundsException("picture " + n + " of a target of shape " + shape);
    }
    write(framing.apply(picture), target, n);
  }

  private void write(Picture framed, Tensor target, int n) {
    byte[] pixels = framed.pixels();
    float[] levels = levels();
    MemorySegment data = target.segment();
    long plane = pixels.length / CHANNELS;
    long pixelStep = target.layout() == Layout.NHWC ? CHANNELS : 1;
    long channelStep = target.layout() == Layout.NHWC ? 1 : plane;
    for (int c = 0; c < CHANNELS; c++) {
      long at = n * plane * CHANNELS + c * channelStep;
      for (int p = c; p < pixels.length; p += CHANNELS, at += pixelStep) {
        data.setAtIndex(FLOAT, at, levels[c * LEVELS + (pixels[p] & 0xFF)]);
      }
    }
  }

  /** What each of the 256 levels becomes in each channel: a picture has no other values. */
  private float[] levels() {
    var levels = new float[CHANNELS * LEVELS];
    for (int c = 0; c < CHANNELS; c++) {
      for (int level = 0; level < LEVELS; level++) {
        levels[c * LEVELS + level] = (level / 255f - mean.get(c)) / std.get(c);
      }
    }
    return levels;
  }
}
