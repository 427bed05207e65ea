package diy.mesh.redirect;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The nat table of one family and back end, as it was found.
 *
 * @param chains the rules of each chain, built-in and user-defined, in order
 */
record NatTable(Map<String, List<Rule>> chains) {

  NatTable {
    var copy = new LinkedHashMap<String, List<Rule>>();
    for (var chain : chains.entrySet()) {
      copy.put(chain.getKey(), List.copyOf(chain.getValue()));
    }
    chains = Collections.unmodifiableMap(copy);
  }

  /**
   * Reads what {@code iptables-save -t nat} printed; nothing at all is an empty table.
   *
   * @throws IllegalArgumentException if a line has a form that iptables-save does not print
   */
  static NatTable parse(String saved) {
    var chains = new LinkedHashMap<String, List<Rule>>();
    for (String line : saved.lines().toList()) {
      if (line.startsWith(":")) {
        chains.put(line.substring(1, blankOrEnd(line, 1)), new ArrayList<>());
      } else if (line.startsWith("-A ")) {
        int end = blankOrEnd(line, 3);
        List<Rule> rules = chains.get(line.substring(3, end));
        if (rules == null) {
          throw unexpected(line);
        }
        rules.add(Rule.of(line.substring(end).strip()));
      } else if (!isFrame(line)) {
        throw unexpected(line);
      }
    }
    return new NatTable(chains);
  }

  /** The rules of a chain, in order; empty where there is no such chain. */
  Optional<List<Rule>> rules(String chain) {
    return Optional.ofNullable(chains.get(chain));
  }

  private static boolean isFrame(String line) {
    return line.isBlank() || line.startsWith("#") || line.equals("*nat") || line.equals("COMMIT");
  }

  private static int blankOrEnd(String line, int from) {
    int blank = line.indexOf(' ', from);
    return blank < 0 ? line.length() : blank;
  }

  private static IllegalArgumentException unexpected(String line) {
    return new IllegalArgumentException(
        "nat table: '%s' (expected: lines of iptables-save -t nat)".formatted(line));
  }
}
