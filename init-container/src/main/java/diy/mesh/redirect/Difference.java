package diy.mesh.redirect;

import java.util.ArrayList;
import java.util.List;

/** What of ours was found and what was wanted, side by side, for people to read. */
final class Difference {

  private Difference() {}

  /** Lines with {@code -} were found only, lines with {@code +} are wanted only. */
  static String between(NatTable found, Redirection wanted) {
    List<Change> before = ours(found);
    List<Change> after = ours(wanted);
    int start = 0;
    while (start < before.size()
        && start < after.size()
        && before.get(start).equals(after.get(start))) {
      start++;
    }
    int beforeEnd = before.size();
    int afterEnd = after.size();
    while (beforeEnd > start
        && afterEnd > start
        && before.get(beforeEnd - 1).equals(after.get(afterEnd - 1))) {
      beforeEnd--;
      afterEnd--;
    }
    var lines = new StringBuilder();
    for (Change change : before.subList(start, beforeEnd)) {
      lines.append("\n- ").append(change.line());
    }
    for (Change change : after.subList(start, afterEnd)) {
      lines.append("\n+ ").append(change.line());
    }
    return lines.toString();
  }

  private static List<Change> ours(NatTable found) {
    var lines = new ArrayList<Change>();
    for (MeshChain chain : MeshChain.values()) {
      found.rules(chain.name()).ifPresent(rules -> addChain(lines, chain, rules));
      found.chains().forEach((from, rules) -> addJumps(lines, chain, from, rules));
    }
    return lines;
  }

  private static List<Change> ours(Redirection wanted) {
    var lines = new ArrayList<Change>();
    wanted
        .chains()
        .forEach(
            (chain, rules) -> {
              addChain(lines, chain, rules);
              lines.add(new Change.Append(chain.from(), chain.jump()));
            });
    return lines;
  }

  private static void addChain(List<Change> lines, MeshChain chain, List<Rule> rules) {
    lines.add(new Change.Empty(chain));
    for (Rule rule : rules) {
      lines.add(new Change.Append(chain.name(), rule));
    }
  }

  private static void addJumps(List<Change> lines, MeshChain chain, String from, List<Rule> rules) {
    for (Rule rule : rules) {
      if (rule.target().equals(chain.name()) && !MeshChain.isOurs(from)) {
        lines.add(new Change.Append(from, rule));
      }
    }
  }
}
