package diy.mesh.redirect;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;

/**
 * Brings the rules of one family to what is wanted: reads them, plans, applies the plan and reads
 * them back, in the first back end that works. Whatever is ours in the other one is removed.
 */
final class Redirector {

  /** How often to plan anew when another program changes the rules between reading and applying. */
  private static final int ATTEMPTS = 3;

  private final Host host;
  private final boolean dryRun;
  private final PrintStream reports;
  private final PrintStream notes;

  /**
   * @param dryRun only report what would be applied
   * @param reports gets what is applied, in the form of {@code iptables-restore}'s input
   * @param notes gets what is out of the ordinary, but no error
   */
  Redirector(Host host, boolean dryRun, PrintStream reports, PrintStream notes) {
    this.host = host;
    this.dryRun = dryRun;
    this.reports = reports;
    this.notes = notes;
  }

  /** Makes {@code wanted} all there is of ours in this family, in both back ends together. */
  void bring(IpFamily family, Redirection wanted) throws ProblemException {
    switch (family) {
      case IPV4 -> bringSomewhere(family, wanted);
      case IPV6 -> bringIpv6(wanted);
    }
  }

  private void bringIpv6(Redirection wanted) throws ProblemException {
    var presence = Ipv6Presence.on(host);
    switch (presence) {
      case NO_KERNEL_SUPPORT -> {
        note("IPv6: this kernel runs without it; IPv4 alone is set up");
        return;
      }
      case SWITCHED_OFF ->
          note("IPv6: switched off in this network namespace; the rules are for when it comes");
      case NO_ADDRESS, ADDRESSES -> {}
    }
    try {
      bringSomewhere(IpFamily.IPV6, wanted);
    } catch (ProblemException e) {
      // With an address, connections would get past the proxy unseen: that is an error.
      if (presence == Ipv6Presence.ADDRESSES || !isMissing(e.problem())) {
        throw e;
      }
      note(
          "IPv6: no rules, and no address that needs them; IPv4 alone is set up: "
              + e.problem().message().lines().findFirst().orElse(""));
    }
  }

  private void bringSomewhere(IpFamily family, Redirection wanted) throws ProblemException {
    List<Iptables> backEnds = Iptables.of(host, family);
    Iptables used = settleFirst(backEnds, wanted);
    for (Iptables other : backEnds) {
      if (!other.equals(used)) {
        removeFrom(other);
      }
    }
  }

  private Iptables settleFirst(List<Iptables> backEnds, Redirection wanted)
      throws ProblemException {
    var missing = new ArrayList<Problem>();
    for (Iptables iptables : backEnds) {
      try {
        settle(iptables, wanted);
        for (Problem problem : missing) {
          note(
              iptables
                  + " is used instead of: "
                  + problem.message().lines().findFirst().orElse(""));
        }
        return iptables;
      } catch (ProblemException e) {
        if (!isMissing(e.problem())) {
          throw e;
        }
        missing.add(e.problem());
      }
    }
    throw new ProblemException(worst(missing));
  }

  /** What an earlier run left in the back end that is not used now. */
  private void removeFrom(Iptables other) throws ProblemException {
    if (!other.mayHoldRules()) {
      return;
    }
    NatTable found;
    try {
      found = other.read();
    } catch (ProblemException e) {
      if (isMissing(e.problem())) {
        return; // a back end that does not work here redirects nothing
      }
      throw e;
    }
    if (!RedirectPlan.between(found, Redirection.NONE).isEmpty()) {
      note(other + ": rules of ours found there too; they are removed");
      settle(other, Redirection.NONE);
    }
  }

  private void settle(Iptables iptables, Redirection wanted) throws ProblemException {
    for (int attempt = 1; ; attempt++) {
      NatTable found = iptables.read();
      var plan = RedirectPlan.between(found, wanted);
      if (plan.isEmpty()) {
        report(iptables, "nothing to apply", "");
        return;
      }
      if (dryRun) {
        report(iptables, "would apply", plan.restoreInput());
        return;
      }
      try {
        iptables.restore(plan.restoreInput());
      } catch (ProblemException e) {
        if (attempt < ATTEMPTS && isMissing(e.problem()) && !iptables.read().equals(found)) {
          continue; // what we wanted to delete was deleted by somebody else
        }
        throw e;
      }
      verify(iptables, wanted);
      report(iptables, "applied and verified", plan.restoreInput());
      return;
    }
  }

  private static void verify(Iptables iptables, Redirection wanted) throws ProblemException {
    NatTable readBack = iptables.read();
    if (!RedirectPlan.between(readBack, wanted).isEmpty()) {
      throw new ProblemException(
          new Problem.NotVerified(iptables.toString(), Difference.between(readBack, wanted)));
    }
  }

  /** Whether the other back end may do better. */
  private static boolean isMissing(Problem problem) {
    return switch (problem) {
      case Problem.NotInstalled _, Problem.Refused _ -> true;
      case Problem.NotPermitted _, Problem.NotVerified _, Problem.TimedOut _ -> false;
    };
  }

  /** A program that is there and was refused says more than one that is missing. */
  private static Problem worst(List<Problem> missing) {
    var refused = new ArrayList<Problem.Refused>();
    for (Problem problem : missing) {
      if (problem instanceof Problem.Refused each) {
        refused.add(each);
      }
    }
    if (refused.isEmpty()) {
      return missing.getFirst();
    }
    var first = refused.getFirst();
    return refused.size() == 1
        ? first
        : new Problem.Refused(
            first.program(),
            first.said() + "; " + refused.get(1).program() + ": " + refused.get(1).said());
  }

  private void report(Iptables iptables, String what, String input) {
    reports.println("# " + iptables.family() + ", " + iptables + ": " + what);
    reports.print(input);
  }

  private void note(String text) {
    notes.println("note: " + text);
  }
}
