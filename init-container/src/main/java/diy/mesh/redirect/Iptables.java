package diy.mesh.redirect;

import java.util.ArrayList;
import java.util.List;

/**
 * The iptables programs of one family and back end.
 *
 * @param program their common beginning: {@code iptables}, or {@code ip6tables-legacy}
 */
record Iptables(Host host, IpFamily family, BackEnd backEnd, String program) {

  /**
   * The programs to try: first what plain {@code iptables} is here, as a person who looks at the
   * rules would use it, then the other back end. The second one may not be installed.
   */
  static List<Iptables> of(Host host, IpFamily family) throws ProblemException {
    try {
      BackEnd backEnd = backEndOf(host, family.program());
      return List.of(
          new Iptables(host, family, backEnd, family.program()),
          named(host, family, backEnd.other()));
    } catch (ProblemException e) {
      var longNames = new ArrayList<Iptables>(); // some images have no others
      for (BackEnd backEnd : BackEnd.values()) {
        if (host.run(List.of(backEnd.programOf(family), "--version"), "")
            instanceof Host.Finished) {
          longNames.add(named(host, family, backEnd));
        }
      }
      if (longNames.isEmpty()) {
        throw e;
      }
      return longNames;
    }
  }

  /** Whether reading is worth while: reading alone would make the legacy back end's table. */
  boolean mayHoldRules() {
    return switch (backEnd) {
      case NFT -> true;
      case LEGACY ->
          host.read(family.legacyTables()).orElse("").lines().anyMatch(line -> line.equals("nat"));
    };
  }

  NatTable read() throws ProblemException {
    String saved = run(host, List.of(program + "-save", "-t", "nat"), "");
    try {
      return NatTable.parse(saved);
    } catch (IllegalArgumentException e) {
      throw new ProblemException(
          new Problem.Refused(program + "-save", String.valueOf(e.getMessage())));
    }
  }

  /** Applies all of {@code input} or nothing. */
  void restore(String input) throws ProblemException {
    run(host, List.of(program + "-restore", "--noflush", "--wait"), input);
  }

  private static BackEnd backEndOf(Host host, String program) throws ProblemException {
    return BackEnd.ofVersion(run(host, List.of(program, "--version"), ""));
  }

  private static Iptables named(Host host, IpFamily family, BackEnd backEnd) {
    return new Iptables(host, family, backEnd, backEnd.programOf(family));
  }

  private static String run(Host host, List<String> command, String input) throws ProblemException {
    String program = command.getFirst();
    return switch (host.run(command, input)) {
      case Host.Finished(int exitCode, var printed, _) when exitCode == 0 -> printed;
      case Host.Finished(_, _, var said) when isForbidden(said) ->
          throw new ProblemException(new Problem.NotPermitted(program, oneLine(said)));
      case Host.Finished(int exitCode, _, var said) ->
          throw new ProblemException(
              new Problem.Refused(
                  program, said.isEmpty() ? "exit code " + exitCode : oneLine(said)));
      case Host.NotStarted(var reason) ->
          throw new ProblemException(new Problem.NotInstalled(program, reason));
      case Host.TimedOut(long seconds) ->
          throw new ProblemException(new Problem.TimedOut(program, seconds));
    };
  }

  private static boolean isForbidden(String said) {
    return said.contains("Permission denied") || said.contains("Operation not permitted");
  }

  private static String oneLine(String said) {
    return said.replaceAll("\\s+", " ");
  }

  @Override
  public String toString() {
    return program + " (" + backEnd + ")";
  }
}
