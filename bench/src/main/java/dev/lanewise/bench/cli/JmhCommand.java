package dev.lanewise.bench.cli;

import dev.lanewise.bench.report.JmhTable;
import dev.lanewise.bench.report.MemoryTable;
import dev.lanewise.bench.startup.JavaProgram;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.openjdk.jmh.runner.NoBenchmarksException;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.CommandLineOptionException;
import org.openjdk.jmh.runner.options.CommandLineOptions;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Runs the benchmarks: JMH's own command line, with the JVM flags that the engine needs. */
@Command(
    name = "jmh",
    description = {
      "Run the benchmarks whose names match REGEX, or all of them.",
      "Everything after `jmh` is JMH's: -l lists the benchmarks, -h its options."
    },
    customSynopsis = "lanewise jmh [REGEX…] [JMH OPTIONS]")
final class JmhCommand implements Callable<Integer> {
  private final Console console;

  @Parameters(arity = "0..*", paramLabel = "ARGUMENT", description = "Passed on to JMH.")
  private List<String> arguments = new ArrayList<>();

  JmhCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() throws IOException {
    // As org.openjdk.jmh.Main does, but that one ends the JVM with 1 whatever went wrong.
    try {
      var given = new CommandLineOptions(arguments.toArray(String[]::new));
      // For every fork, also where a benchmark or -jvmArgs replaces the flags of this JVM.
      List<String> flags = new ArrayList<>(JavaProgram.FLAGS);
      flags.addAll(given.getJvmArgsPrepend().orElse(List.of()));
      var options =
          new OptionsBuilder().parent(given).jvmArgsPrepend(flags.toArray(String[]::new)).build();
      if (given.shouldHelp()) {
        given.showHelp();
      } else if (given.shouldListProfilers()) {
        given.listProfilers();
      } else if (given.shouldListResultFormats()) {
        given.listResultFormats();
      } else if (given.shouldList()) {
        new Runner(options).list();
      } else if (given.shouldListWithParams()) {
        new Runner(options).listWithParams(given);
      } else {
        run(new Runner(options));
      }
      return 0;
    } catch (CommandLineOptionException wrong) {
      throw new WrongUsageException(String.valueOf(wrong.getMessage()));
    } catch (NoBenchmarksException _) {
      throw new WorkFailedException("no benchmark matches: " + String.join(" ", arguments));
    } catch (RunnerException failed) {
      throw new WorkFailedException(String.valueOf(failed.getMessage()));
    } finally {
      console.out().flush();
    }
  }

  /** Runs, and ends with the table of what was counted. */
  private void run(Runner runner) throws RunnerException {
    var results = runner.run();
    if (results.isEmpty()) {
      throw new WorkFailedException("no benchmark gave a result");
    }
    var table = new JmhTable(results);
    if (!table.isEmpty()) {
      console.out().print("\n" + table);
    }
    var memory = new MemoryTable(results);
    if (!memory.isEmpty()) {
      console.out().print("\n" + memory);
    }
  }
}
