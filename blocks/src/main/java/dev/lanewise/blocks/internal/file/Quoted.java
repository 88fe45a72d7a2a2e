package dev.lanewise.blocks.internal.file;

/** Text from a file, made fit for a message: on one line, and not for long. */
public final class Quoted {
  private static final int MOST = 120;

  private Quoted() {}

  /** {@code text} in quotation marks. */
  public static String of(String text) {
    return '"' + plain(text) + '"';
  }

  /** {@code text} without its control characters, cut where it gets long. */
  public static String plain(String text) {
    var cut = text.length() <= MOST ? text : text.substring(0, MOST) + "…";
    return cut.codePoints()
        .map(point -> Character.isISOControl(point) ? '�' : point)
        .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
        .toString();
  }
}
