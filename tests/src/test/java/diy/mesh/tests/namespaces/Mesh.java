package diy.mesh.tests.namespaces;

import static org.assertj.core.api.Assertions.assertThat;

import diy.mesh.meshctl.client.Applied;
import diy.mesh.meshctl.client.ControlPlane;
import diy.mesh.meshctl.node.Entrance;
import diy.mesh.meshctl.node.StatusFile;
import diy.mesh.meshctl.node.Workloads;
import diy.mesh.model.workload.ProxyPorts;
import diy.mesh.standalone.NodeSettings;
import diy.mesh.standalone.PodStatus;
import diy.mesh.standalone.network.AddressRanges;
import diy.mesh.standalone.network.NetworkNamespace;
import diy.mesh.standalone.objects.ObjectStore;
import diy.mesh.tests.Checkout;
import diy.mesh.tests.server.Digest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.Callable;

/**
 * The running node of the scenarios: pods client, stable and canary with a proxy, outsider without.
 */
final class Mesh {

  /** Pods and Services of the scenarios live in this namespace, unless they say otherwise. */
  static final String NAMESPACE = "scenes";

  /** A node of its own, so that one of the user's is left alone. */
  private static final String NODE = "tests";

  private static final Path STATE = Path.of("/run/diy-mesh-" + NODE);

  private final Leftovers before;
  private boolean running;

  private Mesh(Leftovers before) {
    this.before = before;
  }

  /** Starts the node and waits until its pods are ready. */
  static Mesh up() {
    assertThat(Command.run("id", "-u").output().strip())
        .as("user id; namespace tests need root: sudo mvn verify -Pnamespaces")
        .isEqualTo("0");
    var mesh = new Mesh(Leftovers.now());
    mesh.running = true;
    boolean ready = false;
    try {
      IO.println(
          Command.meshctl(
                  "up",
                  "--node",
                  NODE,
                  "--timeout",
                  "150",
                  "--images",
                  Images.table().toString(),
                  "-f",
                  resource("scenes.yaml").toString())
              .succeeded());
      ready = true;
    } finally {
      if (!ready) {
        mesh.down();
      }
    }
    return mesh;
  }

  /** Ends the node, where it still runs. */
  Command down() {
    running = false;
    return Command.meshctl("down", "--node", NODE);
  }

  boolean isRunning() {
    return running;
  }

  /** What there was on this machine before the node started. */
  Leftovers before() {
    return before;
  }

  /** Applies a manifest, which may be refused. */
  Command tryApply(String fileName, String yaml) {
    try {
      Path folder = Files.createTempDirectory("mesh-tests");
      Path file = folder.resolve(fileName);
      Files.writeString(file, yaml);
      var command = Command.meshctl("apply", "--node", NODE, "-f", file.toString());
      Files.delete(file);
      Files.delete(folder);
      return command;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Applies a manifest; returns once every proxy does as it says. */
  Command apply(String yaml) {
    return tryApply("manifest.yaml", yaml).succeeded();
  }

  /** Runs a command of {@code ./meshctl} on this node. */
  Command ask(String... words) {
    var all = new ArrayList<>(List.of(words[0], "--node", NODE));
    all.addAll(List.of(words).subList(1, words.length));
    return Command.meshctl(all.toArray(String[]::new));
  }

  /** Runs curl inside a pod and gives its output; a failure of curl's fails the test. */
  Command curl(String pod, String... arguments) {
    var words = new ArrayList<>(List.of("curl", "--node", NODE, "--from", pod));
    words.addAll(List.of("--silent", "--show-error", "--max-time", "60"));
    words.addAll(List.of(arguments));
    return Command.meshctl(words.toArray(String[]::new)).succeeded();
  }

  /** Opens a connection from inside a pod to a Service of the scenarios. */
  Connection connect(String pod, String service, int port) {
    return connect(pod, new InetSocketAddress(address(service), port));
  }

  /** Opens a connection from inside a pod. */
  Connection connect(String pod, InetSocketAddress address) {
    return inPod(pod, () -> Connection.to(address));
  }

  /** Does something inside a pod: what it connects to, it connects to from there. */
  <T> T inPod(String pod, Callable<T> action) {
    try {
      return NetworkNamespace.call(network(pod), action);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException("interrupted inside " + pod, e);
    }
  }

  private String network(String pod) {
    return Entrance.of(settings()).network(pod(pod).netns());
  }

  /** The pods of a Deployment that there are now, ending ones too. */
  List<PodStatus> pods(String deployment) {
    try {
      return StatusFile.read(STATE).stream()
          .filter(pod -> pod.namespace().equals(NAMESPACE))
          .filter(pod -> pod.name().startsWith(deployment + "-"))
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The only pod of a Deployment. */
  PodStatus pod(String deployment) {
    try {
      return StatusFile.read(STATE).stream()
          .filter(pod -> pod.name().startsWith(deployment + "-"))
          .findFirst()
          .orElseThrow(() -> new AssertionError("no pod of Deployment " + deployment));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The node's name, for {@code --node}. */
  String node() {
    return NODE;
  }

  /** The process id of a pod's proxy. */
  long proxyOf(String pod) {
    return findProxyOf(pod).orElseThrow(() -> new AssertionError("no proxy runs in " + pod));
  }

  /** The process id of the proxy of a Deployment's only pod, if it runs just now. */
  OptionalLong findProxyOf(String deployment) {
    return findProxy(pod(deployment));
  }

  /** The process id of a pod's proxy, if it runs just now. */
  OptionalLong findProxy(PodStatus pod) {
    return find(Entrance.of(settings()).network(pod.netns()), "data-plane");
  }

  /** The process id of a pod's app, if it runs just now. */
  OptionalLong findAppOf(String pod) {
    return find(network(pod), "diy.mesh.tests.server");
  }

  /** The process id of the control plane, if it runs just now. */
  OptionalLong findControlPlane() {
    return find(Entrance.of(settings()).network(settings().nodeNamespace()), "control-plane.jar");
  }

  private static OptionalLong find(String network, String words) {
    return processes(network).stream()
        .filter(process -> Leftovers.commandLine(process).contains(words))
        .mapToLong(process -> Long.parseLong(process.getFileName().toString()))
        .findFirst();
  }

  /** What a pod's proxy has counted or measured: a series without labels. */
  long metric(String pod, String series) throws IOException {
    try (var connection = connect(pod, new InetSocketAddress("localhost", ProxyPorts.ADMIN))) {
      return connection
          .send("GET /metrics HTTP/1.1\r\nHost: admin\r\n\r\n")
          .response()
          .body()
          .lines()
          .filter(line -> line.startsWith(series + " "))
          .mapToLong(line -> Long.parseLong(line.substring(series.length() + 1)))
          .findFirst()
          .orElseThrow(() -> new AssertionError("%s has no series %s".formatted(pod, series)));
    }
  }

  /** The processes in a network namespace, as folders of /proc. */
  private static List<Path> processes(String place) {
    try (var all = Files.newDirectoryStream(Path.of("/proc"), "[0-9]*")) {
      var network = "net:[%s]".formatted(Files.getAttribute(Path.of(place), "unix:ino"));
      var found = new ArrayList<Path>();
      for (Path process : all) {
        if (network.equals(networkOf(process))) {
          found.add(process);
        }
      }
      return found;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String networkOf(Path process) {
    try {
      return Files.readSymbolicLink(process.resolve("ns/net")).toString();
    } catch (IOException e) {
      return ""; // it has just ended
    }
  }

  /** What the node was started with. */
  NodeSettings settings() {
    return NodeSettings.of(Checkout.findRoot()).withPrefix(NODE).withStateDirectory(STATE);
  }

  /** The address of a Service of the scenarios. */
  InetAddress address(String service) {
    try {
      return Workloads.services(objects()).stream()
          .filter(each -> each.name().namespace().equals(NAMESPACE))
          .filter(each -> each.name().name().equals(service))
          .flatMap(each -> each.clusterIps().stream())
          .findFirst()
          .orElseThrow(() -> new AssertionError("Service %s has no address".formatted(service)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Waits until the control plane has taken in a file's content, and all proxies have answered. */
  Applied awaitTaken(Path file) throws IOException, InterruptedException {
    var digest = new Digest();
    byte[] content = Files.readAllBytes(file);
    digest.add(content, content.length);
    return ControlPlane.of(settings())
        .applied(file.getFileName().toString(), digest.sha256(), Duration.ofSeconds(10));
  }

  /** The folder that the control plane watches. */
  ObjectStore objects() {
    return new ObjectStore(STATE, AddressRanges.DEFAULT);
  }

  /** A manifest of this module. */
  static Path resource(String name) {
    var url = Mesh.class.getResource("/manifests/" + name);
    if (url == null) {
      throw new AssertionError("no resource manifests/" + name);
    }
    return Path.of(url.getPath());
  }
}
