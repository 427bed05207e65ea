package diy.mesh.meshctl.client;

import com.fasterxml.jackson.databind.JsonNode;
import diy.mesh.standalone.NodeSettings;
import diy.mesh.standalone.PodStatus;
import java.io.IOException;
import java.time.Duration;

/** A pod's proxy: its admin port. Each call waits for the answer; from any thread. */
public final class Proxy {

  /** A target that nobody asked for yet is waited for at the proxy, 60 s at most. */
  private static final Duration EXPLAIN = Duration.ofSeconds(62);

  private static final Duration OTHERS = Duration.ofSeconds(2);

  private final AdminPort port;

  private Proxy(AdminPort port) {
    this.port = port;
  }

  /** The one behind a port. */
  public static Proxy at(AdminPort port) {
    return new Proxy(port);
  }

  /**
   * That of a pod on a node.
   *
   * @param pod one that was injected
   */
  public static Proxy of(NodeSettings settings, PodStatus pod) {
    return new Proxy(AdminPort.ofProxy(settings, pod));
  }

  /** What it holds, and how its stream does. */
  public Config config() throws IOException, InterruptedException {
    return port.value("/config", Config.class, OTHERS);
  }

  public Build build() throws IOException, InterruptedException {
    return port.value("/version", Build.class, OTHERS);
  }

  /**
   * What would become of a request, as the proxy says it.
   *
   * @param query of {@code /explain}
   */
  public JsonNode explain(String query) throws IOException, InterruptedException {
    return port.json("/explain?" + query, EXPLAIN);
  }
}
