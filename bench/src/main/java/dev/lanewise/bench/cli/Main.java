package dev.lanewise.bench.cli;

import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;

/**
 * The command line's entry. Exit codes: 0 fine, 1 the work failed, 2 wrong usage.
 *
 * <p>{@code bench/lanewise} starts it, with the JVM flags that make the engine fast.
 */
@Command(
    name = "lanewise",
    description = "Residual networks on the CPU, in pure Java.",
    synopsisSubcommandLabel = "COMMAND",
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {"0:fine", "1:the work failed", "2:wrong usage"},
    footer = {
      "",
      "`lanewise test` runs every check of the project; LANEWISE_JAVA_HOME is the JDK",
      "to use, LANEWISE_JAVA_OPTS are further options for the JVM."
    })
public final class Main {
  /** Set by the launcher where a person watches the output. */
  private static final String TERMINAL_PROPERTY = "lanewise.terminal";

  private final Console console;

  private Main(Console console) {
    this.console = console;
  }

  @Option(
      names = "--debug",
      scope = ScopeType.INHERIT,
      description = "Show stack traces of failures.")
  void debug(boolean on) {
    console.traceFailures(on);
  }

  /** Runs the command that {@code arguments} name, and ends the JVM with its exit code. */
  public static void main(String[] arguments) {
    var out = new PrintWriter(System.out, true, StandardCharsets.UTF_8);
    var err = new PrintWriter(System.err, true, StandardCharsets.UTF_8);
    int code = run(new Console(out, err, Boolean.getBoolean(TERMINAL_PROPERTY)), arguments);
    out.flush();
    err.flush();
    System.exit(code);
  }

  /**
   * Runs the command that {@code arguments} name.
   *
   * @return the exit code
   */
  static int run(Console console, String... arguments) {
    var handler = new FailureHandler(console);
    var command =
        new CommandLine(new Main(console))
            .addSubcommand(command(new ClassifyCommand(console), "-h", "--help"))
            .addSubcommand(command(new RunCommand(console), "-h", "--help"))
            .addSubcommand(command(new InspectCommand(console), "-h", "--help"))
            .addSubcommand(
                command(new VersusCommand(console), "-h", "--help")
                    .addSubcommand(command(new VersusGemmCommand(console), "-h", "--help")))
            .addSubcommand(command(new CompareNetsCommand(console), "-h", "--help"))
            .addSubcommand(command(new ConformCommand(console), "-h", "--help"))
            .addSubcommand(
                command(new StudyCommand(), "-h", "--help")
                    .addSubcommand(command(new StudyGradientsCommand(console), "-h", "--help")))
            .addSubcommand(command(new StartupCommand(console), "-h", "--help"))
            // JMH has a -h of its own.
            .addSubcommand(
                command(new JmhCommand(console), "--help")
                    .setUnmatchedOptionsArePositionalParams(true))
            .setOut(console.out())
            .setErr(console.err())
            .setExpandAtFiles(false)
            .setParameterExceptionHandler(handler)
            .setExecutionExceptionHandler(handler);
    command.getCommandSpec().addOption(help("-h", "--help"));
    try {
      return command.execute(arguments);
    } catch (Error failure) {
      return handler.failed(failure);
    }
  }

  private static CommandLine command(Object command, String... helpOptions) {
    var line = new CommandLine(command);
    line.getCommandSpec().addOption(help(helpOptions));
    return line;
  }

  private static OptionSpec help(String... names) {
    return OptionSpec.builder(names).usageHelp(true).description("Show this help.").build();
  }
}
