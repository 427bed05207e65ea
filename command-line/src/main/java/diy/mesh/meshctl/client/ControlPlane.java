package diy.mesh.meshctl.client;

import com.fasterxml.jackson.databind.JsonNode;
import diy.mesh.standalone.NodeSettings;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** A control plane: its admin API. Each call waits for the answer; from any thread. */
public final class ControlPlane {

  /** How much longer to wait for the answer than the control plane waits for the proxies. */
  private static final Duration GRACE = Duration.ofSeconds(2);

  private static final Duration BETWEEN_TRIES = Duration.ofMillis(50);

  private final AdminPort port;
  private final List<AdminPort> all;

  private ControlPlane(List<AdminPort> all) {
    this.port = all.getFirst();
    this.all = List.copyOf(all);
  }

  /**
   * One of several replicas.
   *
   * @param all at least one
   */
  public static ControlPlane at(List<AdminPort> all) {
    return new ControlPlane(all);
  }

  /** The one that a node with these settings runs. */
  public static ControlPlane of(NodeSettings settings) {
    return new ControlPlane(List.of(AdminPort.ofControlPlane(settings)));
  }

  /**
   * Waits until every proxy has answered a change of a file.
   *
   * @param file its name in the watched folder
   * @param sha256 of its content, in hexadecimal
   * @param limit how long at most; what is known then is returned
   * @throws IOException if nobody answers for so long: one that was killed is started again
   */
  public Applied applied(String file, String sha256, Duration limit)
      throws IOException, InterruptedException {
    long end = System.nanoTime() + limit.toNanos();
    while (true) {
      long left = Math.max(0, end - System.nanoTime());
      try {
        return ask(file, sha256, Duration.ofNanos(left));
      } catch (IOException e) {
        if (left == 0) {
          throw e;
        }
        Thread.sleep(BETWEEN_TRIES);
      }
    }
  }

  private Applied ask(String file, String sha256, Duration limit)
      throws IOException, InterruptedException {
    var answer =
        port.json(
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
    return port.list("/routes", "routes", RouteStatus.class, GRACE);
  }

  /** What is in force, by Service and port. */
  public List<TargetStatus> targets() throws IOException, InterruptedException {
    return port.list("/targets", "targets", TargetStatus.class, GRACE);
  }

  /** The proxies that are connected, each of them to one of the replicas. */
  public List<ProxyStatus> proxies() throws IOException, InterruptedException {
    var proxies = new ArrayList<ProxyStatus>();
    for (AdminPort each : all) {
      proxies.addAll(each.list("/proxies", "proxies", ProxyStatus.class, GRACE));
    }
    return List.copyOf(proxies);
  }

  /** The files it watches. */
  public List<SourceStatus> sources() throws IOException, InterruptedException {
    return port.list("/sources", "files", SourceStatus.class, GRACE);
  }

  public Build build() throws IOException, InterruptedException {
    return port.value("/version", Build.class, GRACE);
  }

  private static List<String> sentences(JsonNode list) {
    var sentences = new ArrayList<String>();
    for (JsonNode each : list) {
      sentences.add(
          each.isObject()
              ? "%s:%d: %s"
                  .formatted(
                      each.path("file").asText(),
                      each.path("line").asInt(),
                      each.path("message").asText())
              : each.asText());
    }
    return List.copyOf(sentences);
  }
}
