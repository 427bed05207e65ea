package diy.mesh.meshctl;

import diy.mesh.meshctl.terminal.Failure;
import diy.mesh.standalone.machine.Programs;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code meshctl proxy}: one proxy in front of one program, with no node, no rules, no root. */
@Command(
    name = "proxy",
    description = "Run one proxy in front of a program on this machine; needs no root.",
    footer = {
      "",
      "For example: ./meshctl proxy --port 9000 --target-port 8080",
      "then:        curl http://localhost:9000/",
      "MESH_... variables of the environment are the proxy's settings."
    })
final class ProxyCommand implements Callable<Integer> {

  private final Context context;

  @Option(
      names = "--port",
      paramLabel = "PORT",
      required = true,
      description = "Where the proxy takes connections.")
  private int port;

  @Option(
      names = "--target-port",
      paramLabel = "PORT",
      required = true,
      description = "Where the program listens, on localhost.")
  private int targetPort;

  @Option(
      names = "--admin-port",
      paramLabel = "PORT",
      description = "Where the proxy's own pages are (default: ${DEFAULT-VALUE}).")
  private int adminPort = 15_020;

  ProxyCommand(Context context) {
    this.context = context;
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    var process = new ProcessBuilder(words()).inheritIO();
    var environment = process.environment();
    environment.put("PORT", Integer.toString(port));
    environment.put("TARGET_PORT", Integer.toString(targetPort));
    environment.put("MESH_ADMIN_PORT", Integer.toString(adminPort));
    context
        .errors()
        .println(
            "http://localhost:%d/ leads to port %d; see inside: http://localhost:%d/metrics"
                .formatted(port, targetPort, adminPort));
    return process.start().waitFor();
  }

  /** The proxy ends with this command, also where this is killed. */
  private List<String> words() throws IOException {
    var program = Programs.proxyInPlace(context.home());
    if (program.isEmpty()) {
      throw new Failure("the proxy is not built (expected: its jar); build it: ./meshctl version");
    }
    return program;
  }
}
