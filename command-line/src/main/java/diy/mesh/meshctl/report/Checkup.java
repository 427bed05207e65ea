package diy.mesh.meshctl.report;

import java.util.ArrayList;
import java.util.List;

/**
 * How machine and node are.
 *
 * @param ok whether nothing is wrong
 */
public record Checkup(boolean ok, List<Finding> findings) implements Report {

  public Checkup {
    findings = List.copyOf(findings);
  }

  public static Checkup of(List<Finding> findings) {
    return new Checkup(findings.stream().allMatch(Finding::good), findings);
  }

  @Override
  public List<String> lines() {
    var lines = new ArrayList<String>();
    for (Finding finding : findings) {
      lines.add((finding.good() ? "ok     " : "wrong  ") + finding.what());
      if (!finding.help().isEmpty()) {
        lines.add("       " + finding.help());
      }
    }
    long wrong = findings.stream().filter(finding -> !finding.good()).count();
    lines.add(wrong == 0 ? "nothing is wrong" : "%d found to be wrong".formatted(wrong));
    return lines;
  }
}
