package dev.lanewise.bench.cli;

import picocli.CommandLine;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.IParameterExceptionHandler;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;

/** Turns exceptions into one or two lines and an exit code. */
final class FailureHandler implements IParameterExceptionHandler, IExecutionExceptionHandler {
  private final Console console;

  FailureHandler(Console console) {
    this.console = console;
  }

  /** Wrong usage that picocli found. */
  @Override
  public int handleParseException(ParameterException failure, String[] arguments) {
    return usage(failure.getCommandLine(), failure);
  }

  @Override
  public int handleExecutionException(
      Exception failure, CommandLine command, ParseResult parseResult) {
    return failure instanceof WrongUsageException ? usage(command, failure) : failed(failure);
  }

  /** Reports that the work failed. */
  int failed(Throwable failure) {
    console.report(Explanation.of(failure), failure);
    return CommandLine.ExitCode.SOFTWARE;
  }

  private int usage(CommandLine command, Exception failure) {
    var name = command.getCommandSpec().qualifiedName();
    var message = String.valueOf(failure.getMessage()).strip().replaceAll("\\s*\\R\\s*", " ");
    console.err().println(name + ": " + message);
    if (!(failure instanceof ParameterException mistake
        && UnmatchedArgumentException.printSuggestions(mistake, console.err()))) {
      console.err().println("'" + name + " --help' lists what can be said");
    }
    console.trace(failure);
    return CommandLine.ExitCode.USAGE;
  }
}
