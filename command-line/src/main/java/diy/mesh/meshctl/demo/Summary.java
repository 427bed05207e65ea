package diy.mesh.meshctl.demo;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;

/** What programs read of a demo: one line of JSON. Pure. */
final class Summary {

  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

  private Summary() {}

  static String json(Ledger ledger) {
    var summary = JSON.objectNode();
    summary.put("requests", ledger.requests());
    summary.put("failed", ledger.failed());
    var phases = summary.putArray("phases");
    ledger.phases().forEach(phase -> phases.add(phase(phase)));
    return summary.toString();
  }

  private static ObjectNode phase(PhaseCount phase) {
    var node = JSON.objectNode();
    node.putObject("weights")
        .put(Split.STABLE, phase.split().stable())
        .put(Split.CANARY, phase.split().canary());
    node.putObject("counts")
        .put(Split.STABLE, phase.answersOf(Split.STABLE))
        .put(Split.CANARY, phase.answersOf(Split.CANARY));
    node.put("convergedMillis", tenthsOfMillis(phase.convergence()));
    return node;
  }

  private static double tenthsOfMillis(Duration duration) {
    return Math.round(duration.toNanos() / 1e5) / 10.0;
  }
}
