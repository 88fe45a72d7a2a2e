package dev.lanewise.blocks.internal.file;

/** Text from a file, made fit for a message: on one line, and not for long. */
public final class Quoted {
  private static final int MOST = 120;
  private static final int MOST_OF_A_MESSAGE = 800;

  private Quoted() {}

  /** {@code text} in quotation marks. */
  public static String of(String text) {
    return '"' + plain(text) + '"';
  }

  /** {@code text} without its control characters, cut where it gets long. */
  public static String plain(String text) {
    return cut(text, MOST);
  }

  /** The same for a whole message, into which text from a file may have come in many places. */
  public static String message(String text) {
    return cut(text, MOST_OF_A_MESSAGE);
  }

  private static String cut(String text, int most) {
    var cut = text.length() <= most ? text : text.substring(0, most) + "…";
    if (isPlain(cut)) {
      return cut;
    }
    return cut.codePoints()
        .map(point -> Character.isISOControl(point) ? '�' : point)
        .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
        .toString();
  }

  private static boolean isPlain(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (Character.isISOControl(text.charAt(i))) {
        return false;
      }
    }
    return true;
  }
}
