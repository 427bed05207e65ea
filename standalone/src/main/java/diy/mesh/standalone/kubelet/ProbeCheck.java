package diy.mesh.standalone.kubelet;

import diy.mesh.standalone.pod.Probe;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/**
 * Asks a container once. On a thread that is in the node's network namespace: a kubelet asks from
 * outside the pod, too.
 *
 * @param pod the pod's address
 * @param exec the words that start a program beside the container's process
 */
record ProbeCheck(InetAddress pod, Function<List<String>, List<String>> exec) {

  private static final int OK = 200;
  private static final int BAD_REQUEST = 400;

  /**
   * Asks.
   *
   * @return empty for a success, else what is wrong
   */
  String ask(Probe probe) throws InterruptedException {
    try {
      return switch (probe.check()) {
        case Probe.HttpGet get -> http(get, probe.timeout());
        case Probe.TcpSocket(var host, var port) -> tcp(host, port, probe.timeout());
        case Probe.Exec(var command) -> run(command, probe.timeout());
      };
    } catch (IOException e) {
      return String.valueOf(e.getMessage());
    }
  }

  private String tcp(String host, int port, Duration timeout) throws IOException {
    try (var socket = connect(host, port, timeout)) {
      return socket.isConnected() ? "" : "not connected";
    }
  }

  private String http(Probe.HttpGet get, Duration timeout) throws IOException {
    try (var socket = connect(get.host(), get.port(), timeout)) {
      socket.getOutputStream().write(request(get).getBytes(StandardCharsets.ISO_8859_1));
      var reader =
          new BufferedReader(
              new InputStreamReader(socket.getInputStream(), StandardCharsets.ISO_8859_1), 256);
      return verdict(get, reader.readLine());
    }
  }

  private String request(Probe.HttpGet get) {
    var request = new StringBuilder("GET %s HTTP/1.1\r\n".formatted(get.path()));
    if (get.headers().keySet().stream().noneMatch("host"::equalsIgnoreCase)) {
      request.append("Host: %s:%d\r\n".formatted(pod.getHostAddress(), get.port()));
    }
    for (Map.Entry<String, String> header : get.headers().entrySet()) {
      request.append("%s: %s\r\n".formatted(header.getKey(), header.getValue()));
    }
    return request.append("User-Agent: kube-probe/diy\r\nConnection: close\r\n\r\n").toString();
  }

  private static String verdict(Probe.HttpGet get, String statusLine) {
    if (statusLine == null || !statusLine.matches("HTTP/1\\.[01] [1-5][0-9]{2}( .*)?")) {
      return "%s: no HTTP answer on port %d".formatted(get.path(), get.port());
    }
    int status = Integer.parseInt(statusLine.substring(9, 12));
    return status >= OK && status < BAD_REQUEST
        ? ""
        : "%s: status %d on port %d (expected: 200 to 399)"
            .formatted(get.path(), status, get.port());
  }

  private String run(List<String> command, Duration timeout)
      throws IOException, InterruptedException {
    var process =
        new ProcessBuilder(exec.apply(command))
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start();
    try {
      if (!process.waitFor(timeout.toMillis(), TimeUnit.MILLISECONDS)) {
        return "%s: still runs after %s".formatted(command.getFirst(), timeout);
      }
      int exit = process.exitValue();
      return exit == 0 ? "" : "%s: exit %d (expected: 0)".formatted(command.getFirst(), exit);
    } finally {
      process.destroyForcibly();
    }
  }

  private Socket connect(String host, int port, Duration timeout) throws IOException {
    var socket = new Socket();
    try {
      int millis = Math.toIntExact(timeout.toMillis());
      var address = host.isEmpty() ? pod : InetAddress.ofLiteral(host);
      socket.setSoTimeout(millis);
      socket.connect(new InetSocketAddress(address, port), millis);
      return socket;
    } catch (IOException | RuntimeException e) {
      socket.close();
      throw new IOException("port %d: %s".formatted(port, e.getMessage()), e);
    }
  }
}
