package diy.mesh.model.route;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Which rule takes a request. Made once per version of a target; a target without conditions costs
 * a request one comparison.
 */
public final class RouteTable {

  /** No rule. */
  public static final int NONE = -1;

  private record Entry(RequestMatch match, int rule) {}

  private final Entry[] entries;
  private final int forAny;

  private RouteTable(Entry[] entries, int forAny) {
    this.entries = entries;
    this.forAny = forAny;
  }

  /** A table of rules, of which an earlier one goes before a later one that is as specific. */
  public static RouteTable of(List<Rule> rules) {
    var entries = new ArrayList<Entry>();
    int forAny = NONE;
    for (int i = 0; i < rules.size(); i++) {
      for (RequestMatch match : rules.get(i).matches()) {
        if (!match.isAny()) {
          entries.add(new Entry(match, i));
        } else if (forAny == NONE) {
          forAny = i;
        }
      }
    }
    entries.sort(Comparator.comparing(Entry::match, RequestMatch.MOST_SPECIFIC_FIRST));
    return new RouteTable(entries.toArray(Entry[]::new), forAny);
  }

  /** The place of the rule that takes this request; {@link #NONE} where none does. */
  public int find(RequestHead head) {
    for (Entry entry : entries) {
      if (entry.match.matches(head)) {
        return entry.rule;
      }
    }
    return forAny;
  }

  /** The place of the rule that takes what is not HTTP; {@link #NONE} where all have conditions. */
  public int forConnections() {
    return forAny;
  }
}
