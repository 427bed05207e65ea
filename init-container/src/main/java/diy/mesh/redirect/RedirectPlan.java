package diy.mesh.redirect;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The least that must change so that the rules found become the rules wanted. A chain of ours that
 * differs is written anew as a whole; the change takes effect as one, so no packet meets half of
 * it. Foreign rules, and the order among them, stay as they are.
 *
 * <p>Law: after a plan was applied, planning again gives nothing.
 *
 * @param changes in the order in which they can be applied; empty when all is as wanted
 */
record RedirectPlan(List<Change> changes) {

  RedirectPlan {
    changes = List.copyOf(changes);
  }

  static RedirectPlan between(NatTable found, Redirection wanted) {
    var emptied = new ArrayList<Change>();
    var deleted = new ArrayList<Change>();
    var appended = new ArrayList<Change>();
    var dropped = new ArrayList<Change>();
    for (MeshChain chain : MeshChain.values()) {
      Optional<List<Rule>> there = found.rules(chain.name());
      Optional<List<Rule>> due = wanted.rules(chain);
      if (!there.equals(due)) {
        emptied.add(new Change.Empty(chain));
        for (Rule rule : due.orElse(List.of())) {
          appended.add(new Change.Append(chain.name(), rule));
        }
        if (due.isEmpty()) {
          dropped.add(new Change.Drop(chain));
        }
      }
      List<Change> leads = leadingTo(chain, found);
      if (due.isPresent()) {
        // "-D" takes the first of two equal rules, so it is the last one that stays.
        int kept = leads.lastIndexOf(new Change.Delete(chain.from(), chain.jump()));
        if (kept >= 0) {
          leads.remove(kept);
        } else {
          // At the end: what somebody put into the built-in chain before us stays before us.
          appended.add(new Change.Append(chain.from(), chain.jump()));
        }
      }
      deleted.addAll(leads);
    }
    var changes = new ArrayList<>(emptied);
    changes.addAll(deleted);
    changes.addAll(appended);
    changes.addAll(dropped);
    return new RedirectPlan(changes);
  }

  boolean isEmpty() {
    return changes.isEmpty();
  }

  /** What {@code iptables-restore --noflush} applies in one go. */
  String restoreInput() {
    var input = new StringBuilder("*nat\n");
    for (Change change : changes) {
      input.append(change.line()).append('\n');
    }
    return input.append("COMMIT\n").toString();
  }

  /** Takes away every rule of a foreign chain that leads to one of ours. */
  private static List<Change> leadingTo(MeshChain chain, NatTable found) {
    var leads = new ArrayList<Change>();
    for (var each : found.chains().entrySet()) {
      if (MeshChain.isOurs(each.getKey())) {
        continue; // none of ours leads to another: it differs, and is written anew
      }
      for (Rule rule : each.getValue()) {
        if (rule.target().equals(chain.name())) {
          leads.add(new Change.Delete(each.getKey(), rule));
        }
      }
    }
    return leads;
  }
}
