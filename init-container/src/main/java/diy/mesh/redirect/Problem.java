package diy.mesh.redirect;

/** Why the rules are not as wanted: each has an exit code and says what helps. */
sealed interface Problem {

  /** The exit code of a wrong flag or setting, which {@link Main} finds before all else. */
  int BAD_SETTING = 2;

  /**
   * The kernel does not let us.
   *
   * @param program which asked
   * @param said what it said about it
   */
  record NotPermitted(String program, String said) implements Problem {}

  /**
   * No iptables program can be started.
   *
   * @param program which is missing
   * @param reason what the operating system says
   */
  record NotInstalled(String program, String reason) implements Problem {}

  /**
   * The program works, but the kernel does not take the rules.
   *
   * @param program which was refused, for example {@code iptables (nft)}
   * @param said what it said about it
   */
  record Refused(String program, String said) implements Problem {}

  /**
   * The rules were applied without complaint and are not there.
   *
   * @param difference as {@link Difference} writes it
   */
  record NotVerified(String program, String difference) implements Problem {}

  /** A program did not end in time. */
  record TimedOut(String program, long seconds) implements Problem {}

  /** What the process exits with; distinct for each kind. */
  default int exitCode() {
    return switch (this) {
      case NotPermitted _ -> 3;
      case NotInstalled _ -> 4;
      case Refused _ -> 5;
      case NotVerified _ -> 6;
      case TimedOut _ -> 7;
    };
  }

  /** What happened, what was expected and what helps. */
  default String message() {
    return switch (this) {
      case NotPermitted(var program, var said) ->
          """
          %s: %s (expected: root with the capability NET_ADMIN)
          in a pod: securityContext: {runAsUser: 0, capabilities: {add: [NET_ADMIN]}}; \
          by hand: run it with sudo\
          """
              .formatted(program, said);
      case NotInstalled(var program, var reason) ->
          """
          %s: not found: %s (expected: an iptables program on PATH)
          install the package iptables: apt-get install iptables, apk add iptables\
          """
              .formatted(program, reason);
      case Refused(var program, var said) ->
          """
          %s: %s (expected: a kernel with the table nat, the target REDIRECT, the match owner)
          on the node: modprobe -a iptable_nat ip6table_nat xt_REDIRECT xt_owner; in a user \
          namespace: map user and group 1337 into it too (unshare --map-auto)\
          """
              .formatted(program, said);
      case NotVerified(var program, var difference) ->
          """
          %s: the rules read back are not those applied (expected: no line with + or -):%s
          does another program change them? Run this one again once it is quiet\
          """
              .formatted(program, difference);
      case TimedOut(var program, var seconds) ->
          """
          %s: no answer for %d s, ended it (expected: milliseconds)
          another program may hold the lock of iptables: look for one with fuser /run/xtables.lock\
          """
              .formatted(program, seconds);
    };
  }
}
