package diy.mesh.redirect;

import java.io.PrintStream;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** Redirects this network namespace's TCP connections to the proxy, once; then ends. */
final class Main {

  private static final String USAGE =
      """
      usage: init-container [--dry-run] [--remove]
        --dry-run  print what would be applied, in the form of iptables-restore, and apply nothing
        --remove   take away the chains PROXY_INBOUND and PROXY_OUTBOUND and all jumps to them
      environment: MESH_SKIP_INBOUND_PORTS, MESH_SKIP_OUTBOUND_PORTS, MESH_SKIP_OUTBOUND_CIDRS\
      """;

  /** One command of iptables takes milliseconds, unless another program holds its lock. */
  private static final Duration COMMAND_TIMEOUT = Duration.ofSeconds(10);

  private Main() {}

  static void main(String[] arguments) {
    var host = new LinuxHost(COMMAND_TIMEOUT);
    System.exit(run(List.of(arguments), System.getenv(), host, System.out, System.err));
  }

  /** The whole program but for its process; returns the exit code. */
  static int run(
      List<String> arguments,
      Map<String, String> environment,
      Host host,
      PrintStream out,
      PrintStream err) {
    boolean dryRun = false;
    boolean remove = false;
    for (String argument : arguments) {
      switch (argument) {
        case "--dry-run" -> dryRun = true;
        case "--remove" -> remove = true;
        case "--help" -> {
          out.println(USAGE);
          return 0;
        }
        default -> {
          err.println("error: argument: '" + argument + "' (expected: as below)\n" + USAGE);
          return Problem.BAD_SETTING;
        }
      }
    }
    try {
      // What was set does not matter to taking everything away.
      var settings = remove ? Settings.NONE : Settings.fromEnvironment(environment);
      var redirector = new Redirector(host, dryRun, out, err);
      for (IpFamily family : IpFamily.values()) {
        redirector.bring(family, remove ? Redirection.NONE : Redirection.of(settings, family));
      }
      return 0;
    } catch (IllegalArgumentException e) {
      err.println("error: " + e.getMessage());
      return Problem.BAD_SETTING;
    } catch (ProblemException e) {
      err.println("error: " + e.problem().message());
      return e.problem().exitCode();
    }
  }
}
