package dev.lanewise.blocks.image;

import dev.lanewise.engine.LanewiseException;

/** A picture that cannot be had: the message names it, and says why. */
public final class PictureException extends LanewiseException {
  private static final long serialVersionUID = 1L;

  /** What kind of trouble it is. */
  public enum Reason {
    /** The bytes could not be read: no such file, no permission, an I/O error. */
    UNREADABLE,
    /** A format, or a variant of one, that is not decoded. */
    UNSUPPORTED,
    /** Contradicts its format, or ends too early. */
    MALFORMED,
    /** Over the {@link PictureLimits}; refused before decoding. */
    TOO_LARGE
  }

  /** The kind of trouble. */
  private final Reason reason;

  /** What the caller calls the picture. */
  private final String picture;

  PictureException(Reason reason, String picture, String detail) {
    super(picture + ": " + detail);
    this.reason = reason;
    this.picture = picture;
  }

  PictureException(Reason reason, String picture, String detail, Throwable cause) {
    super(picture + ": " + detail, cause);
    this.reason = reason;
    this.picture = picture;
  }

  /** What kind of trouble it is. */
  public Reason reason() {
    return reason;
  }

  /** The picture's path, or the name it was read under. */
  public String picture() {
    return picture;
  }
}
