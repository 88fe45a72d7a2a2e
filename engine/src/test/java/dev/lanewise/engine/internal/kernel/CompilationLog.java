package dev.lanewise.engine.internal.kernel;

import java.util.ArrayDeque;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;

/** What HotSpot's {@code -XX:+LogCompilation} says of C2 and the matrix kernels. */
final class CompilationLog {
  /** The tasks of C2 carry no level. */
  private static final Pattern TASK =
      Pattern.compile(
          "<task (?!.* level=).* method='dev\\.lanewise\\.engine\\.internal\\.kernel\\."
              + "((?:First|Next)\\S+ rows\\d) .*");

  private static final Pattern LOAD =
      Pattern.compile("<method id='(\\d+)' .*name='get\\w+Unaligned.*");
  private static final Pattern PARSE = Pattern.compile("<parse method='(\\d+)'.*");
  private static final Pattern NODES = Pattern.compile("<parse_done nodes='(\\d+)'.*");

  private final Set<String> loads = new HashSet<>();
  private final ArrayDeque<String> parsing = new ArrayDeque<>();
  private int nodes = 0;
  private int lastLoad = 0;
  private boolean cut = false;
  private boolean mixed = false;

  private CompilationLog() {}

  /**
   * One method.
   *
   * @param lastLoad the nodes that C2 had made when it had parsed the last scalar load from a
   *     segment; 0 without one
   * @param isCut whether C2 left a call since it had made too many nodes
   * @param isMixed whether it met a call whose receiver may be of two classes or more
   */
  record Compilation(int lastLoad, boolean isCut, boolean isMixed) {}

  /** The last compilation of each kernel, by class and method. */
  static Map<String, Compilation> read(List<String> lines) {
    var compilations = new TreeMap<String, Compilation>();
    var log = new CompilationLog();
    var kernel = "";
    for (var line : lines) {
      var task = TASK.matcher(line);
      if (task.matches()) {
        kernel = task.group(1);
        log = new CompilationLog();
      } else if (!kernel.isEmpty() && line.startsWith("<task_done ")) {
        compilations.put(kernel, new Compilation(log.lastLoad, log.cut, log.mixed));
        kernel = "";
      } else if (!kernel.isEmpty()) {
        log.add(line);
      }
    }
    return compilations;
  }

  private void add(String line) {
    var load = LOAD.matcher(line);
    var parse = PARSE.matcher(line);
    var done = NODES.matcher(line);
    if (load.matches()) {
      loads.add(load.group(1));
    } else if (parse.matches()) {
      parsing.push(parse.group(1));
    } else if (done.matches()) {
      nodes = Integer.parseInt(done.group(1));
    } else if (line.startsWith("</parse>")) {
      if (loads.contains(parsing.pop())) {
        lastLoad = nodes;
      }
    } else if (line.contains("reason='NodeCountInliningCutoff'")) {
      cut = true;
    } else if (line.contains(" receiver2='") || line.contains("reason='virtual call'")) {
      mixed = true;
    }
  }
}
