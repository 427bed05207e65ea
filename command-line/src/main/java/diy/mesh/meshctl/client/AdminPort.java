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
 * The HTTP port of something of the mesh that tells how it is, reached from inside the node. Each
 * call waits for the answer; from any thread.
 *
 * @param owner whose it is, for people to read
 */
record AdminPort(String namespace, InetSocketAddress address, String owner) {

  private static final JsonMapper JSON =
      JsonMapper.builder().disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES).build();

  /** Of a node's control plane. */
  static AdminPort ofControlPlane(NodeSettings settings) {
    return new AdminPort(
        Entrance.of(settings).network(settings.nodeNamespace()),
        new InetSocketAddress(settings.ranges().node(), ProxyPorts.CONTROL_PLANE_ADMIN),
        "the control plane");
  }

  /** Of a pod's proxy. */
  static AdminPort ofProxy(NodeSettings settings, PodStatus pod) {
    return new AdminPort(
        Entrance.of(settings).network(settings.nodeNamespace()),
        new InetSocketAddress(InetAddress.ofLiteral(pod.address()), ProxyPorts.ADMIN),
        "the proxy of %s/%s".formatted(pod.namespace(), pod.name()));
  }

  /**
   * A page of JSON.
   *
   * @throws IOException if nobody answers, or with anything else; the message says who
   */
  JsonNode json(String path, Duration timeout) throws IOException, InterruptedException {
    KeepAliveClient.Answer answer;
    try {
      answer =
          NetworkNamespace.call(
              namespace,
              () -> {
                try (var client = new KeepAliveClient(address, "mesh-admin", timeout)) {
                  return client.get(path);
                }
              });
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
