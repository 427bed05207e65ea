package diy.mesh.controlplane.stream;

import diy.mesh.resources.Problem;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * How far a file's content has got.
 *
 * @param taken the source has read exactly this content
 * @param converged it has, and every proxy has answered the newest version of all it holds
 * @param problems why the content was refused, where it was
 * @param proxies how many are connected
 * @param lastAck when the last proxy acknowledged what the content changed; where it concerned
 *     none, when it was taken in; empty before it is
 * @param nacks which proxies refuse their newest version, and why
 */
public record Applied(
    boolean taken,
    boolean converged,
    List<Problem> problems,
    int proxies,
    Optional<Instant> lastAck,
    List<String> nacks) {

  public Applied {
    problems = List.copyOf(problems);
    nacks = List.copyOf(nacks);
  }
}
