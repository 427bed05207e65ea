package diy.mesh.meshctl;

import diy.mesh.meshctl.report.Report;
import diy.mesh.meshctl.terminal.Terminal;
import picocli.CommandLine.Option;

/** For whom a command answers. */
final class OutputOption {

  /** As people write it, so in small letters. */
  enum Format {
    text,
    json
  }

  @Option(
      names = {"-o", "--output"},
      paramLabel = "FORMAT",
      description = "text, or json: one document on one line (default: ${DEFAULT-VALUE}).")
  private Format format = Format.text;

  boolean isJson() {
    return format == Format.json;
  }

  void show(Terminal output, Report report) {
    if (isJson()) {
      output.println(Report.json(report));
    } else {
      report.lines().forEach(output::println);
    }
  }
}
