package diy.mesh.meshctl;

import diy.mesh.meshctl.terminal.Colour;
import diy.mesh.meshctl.terminal.Failure;
import diy.mesh.meshctl.terminal.Terminal;
import diy.mesh.standalone.NodeException;
import diy.mesh.standalone.objects.RefusedException;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import java.util.Objects;
import picocli.CommandLine;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.ParseResult;

/** Says why a command failed, in one line that names what helps; the stack trace on demand. */
final class Complaints implements IExecutionExceptionHandler {

  /** An option of every command but {@code curl}, which has one of that name itself. */
  static final String VERBOSE = "--verbose";

  private final Terminal errors;

  Complaints(Terminal errors) {
    this.errors = errors;
  }

  @Override
  public int handleExecutionException(
      Exception failure, CommandLine command, ParseResult arguments) {
    reasons(failure)
        .forEach(reason -> errors.println(errors.paint(Colour.RED, "meshctl: ") + reason));
    if (command.getParseResult().hasMatchedOption(VERBOSE)) {
      var trace = new StringWriter();
      failure.printStackTrace(new PrintWriter(trace, true));
      errors.println(trace.toString());
    }
    return ExitCode.SOFTWARE;
  }

  private static List<String> reasons(Exception failure) {
    return switch (failure) {
      case RefusedException refused -> refused.problems();
      case Failure _, NodeException _ -> List.of(message(failure));
      case InterruptedException _ -> List.of("interrupted");
      case IOException _ -> List.of(message(failure) + "; for more: " + VERBOSE);
      default -> List.of("a mistake of this program: %s; for more: %s".formatted(failure, VERBOSE));
    };
  }

  private static String message(Exception failure) {
    return Objects.requireNonNullElse(failure.getMessage(), failure.toString());
  }
}
