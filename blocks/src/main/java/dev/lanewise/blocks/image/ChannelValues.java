package dev.lanewise.blocks.image;

/** One number for each colour channel, where 0 … 1 is the range from black to full light. */
public record ChannelValues(float red, float green, float blue) {

  /** The value of channel 0 (red), 1 (green) or 2 (blue). */
  float get(int channel) {
    return switch (channel) {
      case 0 -> red;
      case 1 -> green;
      case 2 -> blue;
      default -> throw new IndexOutOfBoundsException(channel);
    };
  }
}
