package diy.mesh.meshctl.client;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;

/**
 * How far a change of a file got.
 *
 * @param taken whether the control plane has read this content
 * @param converged whether every proxy has answered what it holds
 * @param problems why the control plane goes on with the content before
 * @param proxies how many proxies are connected
 * @param ackedAtMicros when the last proxy answered, in microseconds of the epoch
 * @param nacks what proxies refused, and why
 */
public record Applied(
    boolean taken,
    boolean converged,
    List<String> problems,
    int proxies,
    long ackedAtMicros,
    List<String> nacks) {

  public Applied {
    problems = List.copyOf(problems);
    nacks = List.copyOf(nacks);
  }

  /** Whether every proxy that it concerns does now as the file says. */
  public boolean inEffect() {
    return taken && converged && problems.isEmpty() && nacks.isEmpty();
  }

  /** How long that took; never negative, whatever happened to the clock. */
  public Duration since(Instant written) {
    var acked = Instant.EPOCH.plus(ackedAtMicros, ChronoUnit.MICROS);
    return acked.isBefore(written) ? Duration.ZERO : Duration.between(written, acked);
  }
}
