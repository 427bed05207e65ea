package diy.mesh.dataplane.telemetry;

import java.util.Locale;
import java.util.function.LongSupplier;

/**
 * The account of one request, step by step, for people to read: what came, what was decided and
 * why, where it was tried, what was answered. Secrets are hidden, its length is bounded, and it is
 * ASCII without control characters, whatever the client sent. Belongs to one event loop.
 */
public final class RequestTrace implements LineWriter.Line {

  /**
   * The bounds.
   *
   * @param perSecond how many requests of one event loop are traced in each second
   * @param chars how long one account may be
   */
  public record Limits(int perSecond, int chars, Redaction redaction) {}

  private static final int NANOS_PER_MICRO = 1_000;

  private final Limits limits;
  private final LongSupplier ticker;
  private final long startNanos;
  private final StringBuilder text = new StringBuilder(1_024);
  private boolean cut;

  /**
   * An empty account.
   *
   * @param ticker nanoseconds
   * @param startNanos of the same ticker, when the request's head was complete
   */
  RequestTrace(Limits limits, LongSupplier ticker, long startNanos) {
    this.limits = limits;
    this.ticker = ticker;
    this.startNanos = startNanos;
  }

  /** Something happened. */
  public void step(String name, String what) {
    long micros = (ticker.getAsLong() - startNanos) / NANOS_PER_MICRO;
    line(
        String.format(Locale.ROOT, "  %5d.%03d ms  %-8s  ", micros / 1_000, micros % 1_000, name),
        what);
  }

  /** A request's first line. */
  public void requestLine(String method, String target) {
    step("received", method + " " + limits.redaction().target(target));
  }

  /** A field of the head that a step was about. */
  public void field(String name, String value) {
    line(" ".repeat(25), name + ": " + limits.redaction().value(name, value));
  }

  /** What stands above all steps. */
  void title(String title) {
    line("", title);
  }

  private void line(String indent, String what) {
    if (text.length() + indent.length() + what.length() > limits.chars()) {
      cut = true;
      return;
    }
    text.append(indent);
    for (int i = 0; i < what.length(); i++) {
      char c = what.charAt(i);
      if (LogLine.isVisible(c)) {
        text.append(c);
      } else {
        text.append(LogLine.escaped(c));
      }
    }
    text.append('\n');
  }

  @Override
  public void appendTo(LineBuffer out) {
    out.append(text.toString());
    if (cut) {
      out.append("  ... (cut: MESH_TRACE_CHARS)\n");
    }
  }
}
