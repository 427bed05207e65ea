package diy.mesh.benchmarks;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/**
 * What the mesh is made of: the folder that the control plane watches. Three Services with three
 * routes each; all of them are served by two pods, of which the second one is the canary.
 *
 * @param folder that is watched
 */
record Manifests(Path folder) {

  static final String NAMESPACE = "bench";

  /** Where the pods' server listens. */
  static final int SERVER_PORT = 8_080;

  /** Where the proxy before the pods' server listens. */
  static final int DOOR_PORT = 8_081;

  /** Where the pods' server that speaks no HTTP listens. */
  static final int STREAM_PORT = 8_082;

  private static final int SERVICE_PORT = 80;
  private static final int[] PORTS = {SERVER_PORT, DOOR_PORT, STREAM_PORT};

  /** How many addresses of others there are for each third number. */
  private static final int BLOCK = 200;

  private static final String SERVICE =
      """
      apiVersion: v1
      kind: Service
      metadata: {name: %1$s, namespace: bench}
      spec: {clusterIP: %2$s, ports: [{name: http, port: 80, targetPort: %4$d}]}
      ---
      apiVersion: discovery.k8s.io/v1
      kind: EndpointSlice
      metadata: {name: %1$s-1, namespace: bench, labels: {kubernetes.io/service-name: %1$s}}
      addressType: IPv4
      endpoints: [{addresses: [%3$s]}]
      ports: [{name: http, port: %4$d, protocol: TCP}]
      ---
      """;

  /** With a match as one line of YAML, or none. */
  private static final String ROUTE =
      """
      apiVersion: mesh.diy/v1alpha1
      kind: CanaryRoute
      metadata: {name: %1$s-%2$s, namespace: bench}
      spec:
        service: %1$s
        %5$s
        backends: [{service: %1$s, weight: %3$d}, {service: %1$s-canary, weight: %4$d}]
      ---
      """;

  /** The Service of pods that listen on a port. */
  static InetSocketAddress addressOf(int targetPort) {
    return new InetSocketAddress(InetAddress.ofLiteral(ip(targetPort, 0)), SERVICE_PORT);
  }

  /** One of the other Services, counted from 0. */
  static InetSocketAddress addressOfOther(int number) {
    return new InetSocketAddress(InetAddress.ofLiteral(otherIp(number)), SERVICE_PORT);
  }

  private static String ip(int targetPort, int canary) {
    return "10.202.0.%d".formatted(10 + 2 * (targetPort - SERVER_PORT) + canary);
  }

  private static String otherIp(int number) {
    return "10.202.%d.%d".formatted(1 + number / BLOCK, 1 + number % BLOCK);
  }

  /** The file of the route to the pods' server. */
  static String routeFile() {
    return routeFile(SERVER_PORT);
  }

  private static String routeFile(int port) {
    return "route-%d.yaml".formatted(port);
  }

  /** All of them, 90 of 100 requests to the first pod. */
  void write() throws IOException {
    var services = new StringBuilder();
    for (int port : PORTS) {
      services.append(SERVICE.formatted(name(port), ip(port, 0), "10.201.0.1", port));
      services.append(SERVICE.formatted(name(port) + "-canary", ip(port, 1), "10.201.0.2", port));
      services.append(ROUTE.formatted(name(port), "one", 1, 0, "match: {pathPrefix: /one}"));
      services.append(ROUTE.formatted(name(port), "two", 1, 0, "match: {pathPrefix: /two}"));
      replace(routeFile(port), ROUTE.formatted(name(port), "any", 90, 10, ""));
    }
    replace("services.yaml", services.toString());
  }

  private static String name(int port) {
    return "app-" + port;
  }

  /**
   * The route to the pods' server, anew.
   *
   * @return the file's text
   */
  String weights(int stable, int canary) throws IOException {
    String text = ROUTE.formatted(name(SERVER_PORT), "any", stable, canary, "");
    replace(routeFile(), text);
    return text;
  }

  /** So many other Services, and no more, which the first pod serves. */
  void others(int count) throws IOException {
    var services = new StringBuilder();
    for (int number = 0; number < count; number++) {
      services.append(
          SERVICE.formatted("other-" + number, otherIp(number), "10.201.0.1", SERVER_PORT));
    }
    replace("others.yaml", services.toString());
  }

  /** Whole, or not at all. */
  private void replace(String file, String text) throws IOException {
    Path draft = Files.writeString(folder.resolve("." + file), text);
    Files.move(draft, folder.resolve(file), StandardCopyOption.ATOMIC_MOVE);
  }
}
