package diy.mesh.meshctl.node;

import diy.mesh.meshctl.terminal.Terminal;
import diy.mesh.standalone.PodStatus;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Shows how pods come up: a table that is drawn over on a terminal, a line for each one that is
 * ready elsewhere. Not safe for several threads.
 */
public final class PodProgress {

  private final Terminal terminal;
  private final Set<String> named = new HashSet<>();

  public PodProgress(Terminal terminal) {
    this.terminal = terminal;
  }

  /** Called whenever something may have changed. */
  public void show(List<PodStatus> pods) {
    if (terminal.live()) {
      terminal.draw(PodReport.pods(pods));
      return;
    }
    for (PodStatus pod : pods) {
      if (pod.ready() && named.add(pod.name())) {
        terminal.println(
            "%s is ready at %s, %s"
                .formatted(
                    pod.name(),
                    pod.address(),
                    pod.injected() ? "with a proxy" : "without a proxy"));
      }
    }
  }
}
