package diy.mesh.redirect;

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
    String version;
    try {
      version = run(host, List.of(family.program(), "--version"), "");
    } catch (ProblemException e) {
      if (e.problem() instanceof Problem.NotInstalled) {
        // Some images carry the programs under their long names only.
        return List.of(named(host, family, BackEnd.NFT), named(host, family, BackEnd.LEGACY));
      }
      throw e;
    }
    BackEnd backEnd = BackEnd.ofVersion(version);
    return List.of(
        new Iptables(host, family, backEnd, family.program()),
        named(host, family, backEnd.other()));
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
    run(host, restoreCommand(), input);
  }

  /** The command that {@link #restore} runs. */
  List<String> restoreCommand() {
    return List.of(program + "-restore", "--noflush", "--wait");
  }

  private static Iptables named(Host host, IpFamily family, BackEnd backEnd) {
    return new Iptables(host, family, backEnd, backEnd.programOf(family));
  }

  private static String run(Host host, List<String> command, String input) throws ProblemException {
    String program = command.getFirst();
    return switch (host.run(command, input)) {
      case Host.Finished(int exitCode, var printed, _) when exitCode == 0 -> printed;
      case Host.Finished(_, _, var said) when isForbidden(said) ->
          throw new ProblemException(new Problem.NotPermitted(program, said));
      case Host.Finished(int exitCode, _, var said) ->
          throw new ProblemException(
              new Problem.Refused(program, said.isEmpty() ? "exit code " + exitCode : said));
      case Host.NotStarted(var reason) ->
          throw new ProblemException(new Problem.NotInstalled(program, reason));
      case Host.TimedOut(long seconds) ->
          throw new ProblemException(new Problem.TimedOut(program, seconds));
    };
  }

  private static boolean isForbidden(String said) {
    return said.contains("Permission denied") || said.contains("Operation not permitted");
  }

  @Override
  public String toString() {
    return program + " (" + backEnd + ")";
  }
}
