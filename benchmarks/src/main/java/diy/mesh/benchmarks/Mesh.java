package diy.mesh.benchmarks;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Ours, as a pod has it: connections are redirected to it, the control plane tells it where they
 * go, and everything is on that is on by default. A door takes a port of its own: two redirected
 * proxies need two networks.
 *
 * @param program the data plane's built folder
 * @param jdk that runs it
 * @param folder for its logs; its user may write there
 * @param options more flags of Java's
 * @param settings more environment
 */
record Mesh(Path program, Path jdk, Path folder, List<String> options, Map<String, String> settings)
    implements Peer {

  /** What the rules leave alone. */
  private static final String USER = "1337";

  private static final int OUTBOUND_PORT = 15_001;
  private static final int ADMIN_PORT = 15_020;

  @Override
  public String name() {
    return Figures.MESH;
  }

  @Override
  public Launch launch(Role role, int port, int target) {
    var environment = new HashMap<>(settings);
    environment.putIfAbsent("MESH_EVENT_LOOPS", "1");
    switch (role) {
      case ROUTER, RELAY -> {
        environment.put("MESH_CONTROL_PLANE", "127.0.0.1:" + ControlPlane.STREAM_PORT);
        environment.put("MESH_ADMIN_PORT", Integer.toString(ADMIN_PORT));
        environment.put("POD_NAMESPACE", Manifests.NAMESPACE);
        environment.put("POD_NAME", "client");
      }
      case DOOR -> {
        environment.put("PORT", Integer.toString(port));
        environment.put("TARGET_PORT", Integer.toString(target));
        environment.put("MESH_ADMIN_PORT", "0");
      }
    }
    var flags = new ArrayList<>(options);
    flags.add("-Xlog:gc:file=" + gcLog(port));
    environment.put("MESH_JVM_OPTIONS", String.join(" ", flags));
    environment.put("JAVA_HOME", jdk.toString());
    String launcher = program.resolve("data-plane").toString();
    return new Launch(
        List.of("setpriv", "--reuid", USER, "--regid", USER, "--clear-groups", launcher),
        environment);
  }

  /** As it is, with something more in its environment. */
  Mesh with(String variable, String value) {
    var more = new HashMap<>(settings);
    more.put(variable, value);
    return new Mesh(program, jdk, folder, options, more);
  }

  /** As it is, with one more flag of Java's. */
  Mesh with(String option) {
    var more = new ArrayList<>(options);
    more.add(option);
    return new Mesh(program, jdk, folder, more, settings);
  }

  @Override
  public InetSocketAddress entrance(Role role, int port, int target) {
    return switch (role) {
      case ROUTER, RELAY -> Manifests.addressOf(target);
      case DOOR -> Peer.super.entrance(role, port, target);
    };
  }

  @Override
  public int port(Role role, int free) {
    return switch (role) {
      case ROUTER, RELAY -> OUTBOUND_PORT;
      case DOOR -> Manifests.DOOR_PORT;
    };
  }

  /** What its collector says, of the one at that port. */
  private Path gcLog(int port) {
    return folder.resolve("gc-%d.log".formatted(port));
  }

  /** What the router that runs has allocated so far, in bytes. */
  long allocated() throws IOException {
    return Allocation.bytes(Files.readString(gcLog(OUTBOUND_PORT)));
  }

  /**
   * Changes what the router that runs logs of requests: {@code off}, {@code text}, {@code json}.
   */
  static void accessLog(String format) throws IOException {
    var admin = new InetSocketAddress(InetAddress.getLoopbackAddress(), ADMIN_PORT);
    try (var connection = Connection.to(admin)) {
      var answer = connection.ask("PUT", "/logging?accessLog=" + format);
      if (answer.status() != 200) {
        throw new IOException("access log %s: %s".formatted(format, answer.body()));
      }
    }
  }
}
