package diy.mesh.meshctl.report;

import diy.mesh.standalone.PodStatus;
import java.util.List;

/** A line of {@code meshctl get}, or an element of its JSON. */
public sealed interface Item {

  String namespace();

  String name();

  /** What a table shows of it, below its kind's headings. */
  List<String> cells();

  /** A pod. */
  record Pod(
      String namespace, String name, String address, boolean sidecar, boolean ready, String message)
      implements Item {

    public static Pod of(PodStatus pod) {
      return new Pod(
          pod.namespace(), pod.name(), pod.address(), pod.injected(), pod.ready(), pod.message());
    }

    @Override
    public List<String> cells() {
      return List.of(full(this), address, yes(sidecar), yes(ready), message);
    }
  }

  /**
   * A Service.
   *
   * @param ports as {@code 80 (http)}
   */
  record Service(String namespace, String name, List<String> addresses, List<String> ports)
      implements Item {

    public static Service of(diy.mesh.resources.Service service) {
      return new Service(
          service.name().namespace(),
          service.name().name(),
          service.clusterIps().stream().map(ip -> ip.getHostAddress()).toList(),
          service.ports().stream().map(port -> port.toString()).toList());
    }

    @Override
    public List<String> cells() {
      return List.of(full(this), String.join(" ", addresses), String.join(" ", ports));
    }
  }

  /** A route, and what became of it. */
  record Route(
      String namespace,
      String name,
      String kind,
      String service,
      String origin,
      boolean accepted,
      boolean resolved,
      String message)
      implements Item {

    @Override
    public List<String> cells() {
      return List.of(full(this), service, yes(accepted), yes(resolved), origin, message);
    }
  }

  /**
   * Somebody who serves a Service.
   *
   * @param name the Service's
   * @param address {@code IP:PORT}
   * @param ready whether it takes traffic
   * @param serving whether it could
   * @param terminating whether it is about to end
   * @param workload the pod
   */
  record Endpoint(
      String namespace,
      String name,
      String address,
      boolean ready,
      boolean serving,
      boolean terminating,
      String workload)
      implements Item {

    @Override
    public List<String> cells() {
      return List.of(full(this), address, yes(ready), yes(serving), yes(terminating), workload);
    }
  }

  /**
   * A Deployment.
   *
   * @param replicas how many pods it wants
   * @param ready how many of them are
   */
  record Deployment(String namespace, String name, int replicas, int ready) implements Item {

    @Override
    public List<String> cells() {
      return List.of(full(this), "%d/%d".formatted(ready, replicas));
    }
  }

  /**
   * A pod's proxy, as the control plane knows it.
   *
   * @param connected whether its stream is up
   * @param targets how many it holds
   * @param acked of how many it has the newest version
   * @param refused of how many it refuses it
   */
  record Proxy(
      String namespace, String name, boolean connected, int targets, int acked, int refused)
      implements Item {

    @Override
    public List<String> cells() {
      return List.of(
          full(this),
          yes(connected),
          Integer.toString(targets),
          Integer.toString(acked),
          Integer.toString(refused));
    }
  }

  private static String full(Item item) {
    return item.namespace() + "/" + item.name();
  }

  private static String yes(boolean value) {
    return value ? "yes" : "no";
  }
}
