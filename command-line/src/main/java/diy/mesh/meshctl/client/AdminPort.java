package diy.mesh.meshctl.client;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import diy.mesh.meshctl.node.Entrance;
import diy.mesh.model.workload.ProxyPorts;
import diy.mesh.standalone.NodeSettings;
import diy.mesh.standalone.PodStatus;
import diy.mesh.standalone.network.NetworkNamespace;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * The HTTP port of something of the mesh that tells how it is. Each call waits for the answer; from
 * any thread.
 *
 * @param owner whose it is, for people to read
 */
public record AdminPort(Way way, String owner) {

  private static final JsonMapper JSON =
      JsonMapper.builder().disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES).build();

  /** How its pages are reached. */
  public interface Way {

    /**
     * Asks for a page.
     *
     * @param path with its query
     * @param timeout for every wait for bytes of the answer
     * @throws IOException if no complete answer came
     */
    KeepAliveClient.Answer get(String path, Duration timeout)
        throws IOException, InterruptedException;
  }

  /** Of a node's control plane. */
  static AdminPort ofControlPlane(NodeSettings settings) {
    var address = new InetSocketAddress(settings.ranges().node(), ProxyPorts.CONTROL_PLANE_ADMIN);
    return new AdminPort(inside(settings, address), "the control plane");
  }

  /** Of the proxy of a node's pod. */
  static AdminPort ofProxy(NodeSettings settings, PodStatus pod) {
    var address = new InetSocketAddress(InetAddress.ofLiteral(pod.address()), ProxyPorts.ADMIN);
    return new AdminPort(
        inside(settings, address), "the proxy of %s/%s".formatted(pod.namespace(), pod.name()));
  }

  /** A socket belongs to the network namespace of the thread that opens it. */
  private static Way inside(NodeSettings settings, InetSocketAddress address) {
    return (path, timeout) ->
        NetworkNamespace.call(
            Entrance.of(settings).network(settings.nodeNamespace()),
            () -> {
              try (var client = new KeepAliveClient(address, "mesh-admin", timeout)) {
                return client.get(path);
              }
            });
  }

  /**
   * A page of JSON.
   *
   * @throws IOException if nobody answers, or with anything else; the message says who
   */
  JsonNode json(String path, Duration timeout) throws IOException, InterruptedException {
    KeepAliveClient.Answer answer;
    try {
      answer = way.get(path, timeout);
    } catch (IOException e) {
      throw new IOException("%s does not answer: %s".formatted(owner, e.getMessage()), e);
    }
    if (answer.status() != 200) {
      throw new IOException(
          "%s answered %d to %s: %s"
              .formatted(owner, answer.status(), path, answer.body().strip()));
    }
    try {
      return JSON.readTree(answer.body());
    } catch (JsonProcessingException e) {
      throw new IOException("%s's answer to %s is no JSON".formatted(owner, path), e);
    }
  }

  /** A list of a page, each of its elements as a record. */
  <T> List<T> list(String path, String name, Class<T> type, Duration timeout)
      throws IOException, InterruptedException {
    var list = new ArrayList<T>();
    for (JsonNode each : json(path, timeout).path(name)) {
      list.add(JSON.treeToValue(each, type));
    }
    return List.copyOf(list);
  }

  <T> T value(String path, Class<T> type, Duration timeout)
      throws IOException, InterruptedException {
    return JSON.treeToValue(json(path, timeout), type);
  }
}
