package diy.mesh.meshctl.client;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import diy.mesh.meshctl.client.KeepAliveClient.Answer;
import diy.mesh.model.workload.ProxyPorts;
import diy.mesh.standalone.NodeSettings;
import diy.mesh.standalone.network.NetworkNamespace;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** A node's control plane: its admin API. Each call waits for the answer; from any thread. */
public final class ControlPlane {

  private static final ObjectMapper JSON = new ObjectMapper();

  /** How much longer to wait for the answer than the control plane waits for the proxies. */
  private static final Duration GRACE = Duration.ofSeconds(2);

  private final String namespace;
  private final InetSocketAddress address;

  private ControlPlane(String namespace, InetSocketAddress address) {
    this.namespace = namespace;
    this.address = address;
  }

  /** The one that a node with these settings runs. */
  public static ControlPlane of(NodeSettings settings) {
    return new ControlPlane(
        settings.nodeNamespace(),
        new InetSocketAddress(settings.ranges().node(), ProxyPorts.CONTROL_PLANE_ADMIN));
  }

  /**
   * Waits until every proxy has answered a change of a file.
   *
   * @param file its name in the watched folder
   * @param sha256 of its content, in hexadecimal
   * @param limit how long at most; what is known then is returned
   */
  public Applied applied(String file, String sha256, Duration limit)
      throws IOException, InterruptedException {
    var answer =
        json(
            "/applied?file=%s&sha256=%s&timeoutMillis=%d".formatted(file, sha256, limit.toMillis()),
            limit.plus(GRACE));
    return new Applied(
        answer.path("taken").asBoolean(),
        answer.path("converged").asBoolean(),
        sentences(answer.path("problems")),
        answer.path("proxies").asInt(),
        answer.path("ackedAtMicros").asLong(),
        sentences(answer.path("nacks")));
  }

  /** What it made of the routes it was given. */
  public List<RouteStatus> routes() throws IOException, InterruptedException {
    var routes = new ArrayList<RouteStatus>();
    for (JsonNode route : json("/routes", GRACE).path("routes")) {
      routes.add(
          new RouteStatus(
              route.path("kind").asText(),
              route.path("resource").asText(),
              route.path("accepted").asBoolean(),
              route.path("resolved").asBoolean(),
              route.path("message").asText()));
    }
    return List.copyOf(routes);
  }

  private JsonNode json(String path, Duration timeout) throws IOException, InterruptedException {
    var answer = get(path, timeout);
    if (answer.status() != 200) {
      throw new IOException(
          "the control plane answered %d to %s: %s"
              .formatted(answer.status(), path, answer.body().strip()));
    }
    try {
      return JSON.readTree(answer.body());
    } catch (JsonProcessingException e) {
      throw new IOException("the control plane's answer to %s is no JSON".formatted(path), e);
    }
  }

  private Answer get(String path, Duration timeout) throws IOException, InterruptedException {
    return NetworkNamespace.call(
        namespace,
        () -> {
          try (var client = new KeepAliveClient(address, "control-plane", timeout)) {
            return client.get(path);
          }
        });
  }

  private static List<String> sentences(JsonNode list) {
    var sentences = new ArrayList<String>();
    for (JsonNode each : list) {
      sentences.add(
          each.isObject()
              ? "line %d: %s".formatted(each.path("line").asInt(), each.path("message").asText())
              : each.asText());
    }
    return List.copyOf(sentences);
  }
}
