package diy.mesh.meshctl.demo;

import diy.mesh.meshctl.terminal.Colour;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.BiFunction;

/** The split, drawn: a bar for each version. Pure: counts in, lines out. */
final class Picture {

  private static final int BAR = 40;
  private static final String FULL = "█";
  private static final String[] EIGHTHS = {"", "▏", "▎", "▍", "▌", "▋", "▊", "▉"};

  private final BiFunction<Colour, String, String> paint;

  /**
   * @param paint puts a text in a colour
   */
  Picture(BiFunction<Colour, String, String> paint) {
    this.paint = paint;
  }

  /** All phases so far, one below the other: the same number of lines while a phase lasts. */
  List<String> frame(Ledger ledger) {
    var lines = new ArrayList<String>();
    for (PhaseCount phase : ledger.phases()) {
      lines.add(heading(phase));
      lines.add(bar(phase, Split.STABLE, Colour.BLUE));
      lines.add(bar(phase, Split.CANARY, Colour.YELLOW));
      lines.add("  " + latency(phase));
      if (phase == ledger.current()) {
        return lines;
      }
    }
    return lines;
  }

  /** One phase on one line, for a file. */
  String line(PhaseCount phase) {
    return String.format(
        Locale.ROOT,
        "%-6s %s   %s   %s",
        phase.split(),
        counted(phase, Split.STABLE),
        counted(phase, Split.CANARY),
        latency(phase));
  }

  private String heading(PhaseCount phase) {
    return "route %s, in effect %s after it was written"
        .formatted(phase.split(), millis(phase.convergence()));
  }

  private String bar(PhaseCount phase, String backend, Colour colour) {
    double share = phase.shareOf(backend);
    int eighths = (int) Math.round(share * BAR * EIGHTHS.length);
    var bar = FULL.repeat(eighths / EIGHTHS.length) + EIGHTHS[eighths % EIGHTHS.length];
    return String.format(
        Locale.ROOT,
        "  %-7s%s%s %5.1f %%  %,7d",
        backend,
        paint.apply(colour, bar),
        " ".repeat(BAR - bar.length()),
        share * 100,
        phase.answersOf(backend));
  }

  private static String counted(PhaseCount phase, String backend) {
    return String.format(
        Locale.ROOT,
        "%s %,d (%.1f %%)",
        backend,
        phase.answersOf(backend),
        phase.shareOf(backend) * 100);
  }

  private String latency(PhaseCount phase) {
    var failed = "failed " + phase.failed();
    return "p50 %s   p99 %s   %s"
        .formatted(
            millis(phase.latencies().percentile(0.5)),
            millis(phase.latencies().percentile(0.99)),
            phase.failed() == 0 ? failed : paint.apply(Colour.RED, failed));
  }

  static String millis(Duration duration) {
    return String.format(Locale.ROOT, "%.1f ms", duration.toNanos() / 1e6);
  }
}
