package diy.mesh.standalone;

import diy.mesh.model.workload.ProxyPorts;
import diy.mesh.standalone.network.NetworkNamespace;
import diy.mesh.standalone.objects.Sha256;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;

/**
 * Between a pod's last request and its end: waits until every proxy has heard that the pod takes no
 * more traffic, so that none of them meets a closed door.
 */
final class Farewell {

  private static final Duration LONGEST = Duration.ofSeconds(2);

  private final NodeSettings settings;

  Farewell(NodeSettings settings) {
    this.settings = settings;
  }

  /**
   * Waits for a bounded time; at once where nobody answers.
   *
   * @param slices what the control plane and the proxies have to take in: text by file
   */
  void await(Map<String, String> slices) throws InterruptedException {
    if (!settings.controlPlane()) {
      return;
    }
    try {
      NetworkNamespace.call(
          settings.nodeNamespace(),
          () -> {
            for (var slice : slices.entrySet()) {
              ask(slice.getKey(), Sha256.of(slice.getValue()));
            }
            return slices.size();
          });
    } catch (IOException _) {
      // The control plane is away: proxies go by what they know, and retry elsewhere.
    }
  }

  private void ask(String file, String sha256) throws IOException {
    try (var socket = new Socket()) {
      int millis = Math.toIntExact(LONGEST.toMillis());
      socket.setSoTimeout(millis * 2);
      socket.connect(
          new InetSocketAddress(settings.ranges().node(), ProxyPorts.CONTROL_PLANE_ADMIN), millis);
      String request =
          "GET /applied?file=%s&sha256=%s&timeoutMillis=%d HTTP/1.0\r\n\r\n"
              .formatted(file, sha256, millis);
      socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
      var _ = socket.getInputStream().readAllBytes();
    }
  }
}
