package dev.lanewise.bench.cli;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;

/**
 * A command line that was run in this process.
 *
 * @param code its exit code
 * @param out what it wrote to the output
 * @param err what it wrote to the error output
 */
record Lanewise(int code, String out, String err) {

  static Lanewise run(Object... arguments) {
    return run(false, arguments);
  }

  /** As on a terminal, with progress. */
  static Lanewise runOnTerminal(Object... arguments) {
    return run(true, arguments);
  }

  private static Lanewise run(boolean terminal, Object... arguments) {
    var out = new StringWriter();
    var err = new StringWriter();
    var console = new Console(new PrintWriter(out, true), new PrintWriter(err, true), terminal);
    var words = new String[arguments.length];
    for (int i = 0; i < words.length; i++) {
      words[i] = arguments[i].toString();
    }
    int code = Main.run(console, words);
    return new Lanewise(code, out.toString(), err.toString());
  }

  List<String> outLines() {
    return out.lines().toList();
  }

  List<String> errLines() {
    return err.lines().toList();
  }
}
