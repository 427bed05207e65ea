package diy.mesh.standalone.kubelet;

import diy.mesh.model.workload.ProxyPorts;
import diy.mesh.standalone.pod.ContainerSpec;
import diy.mesh.standalone.pod.ContainerSpec.Probes;
import diy.mesh.standalone.pod.ContainerSpec.Security;
import diy.mesh.standalone.pod.Launch;
import diy.mesh.standalone.pod.PodSpec.RestartPolicy;
import diy.mesh.standalone.pod.Probe;
import diy.mesh.standalone.process.Command;
import java.net.InetAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** The mesh's control plane: a container without a pod, in the node's own network namespace. */
public final class ControlPlaneProcess {

  private static final String IMAGE = "diy-mesh/control-plane:dev";
  private static final int NOBODY_SPECIAL = 65_532;

  private final Container container;

  private ControlPlaneProcess(Container container) {
    this.container = container;
  }

  /**
   * Starts it; returns at once.
   *
   * @param address the node's
   * @param objects the folder it watches
   * @param logs the folder of its log
   * @param changed called after every change of its health, from any thread
   */
  public static ControlPlaneProcess start(
      Workplace workplace, InetAddress address, Path objects, Path logs, Runnable changed) {
    var ready = new Probe.HttpGet("", ProxyPorts.CONTROL_PLANE_ADMIN, "/ready", Map.of());
    var probe = new Probe(ready, Duration.ZERO, Duration.ofSeconds(5), Duration.ofSeconds(2), 1, 3);
    var spec =
        new ContainerSpec(
            "control-plane",
            IMAGE,
            List.of(),
            List.of(),
            "/",
            List.of(),
            List.of(),
            List.of(),
            new Security(NOBODY_SPECIAL, NOBODY_SPECIAL, List.of(), false),
            new Probes(null, probe, null),
            false);
    var environment = Map.of("PATH", Command.PATH, "MESH_FOLDER", objects.toString());
    var launch = new Launch(workplace.images().program(IMAGE).orElseThrow(), environment);
    var sandbox = new Sandbox(workplace.node(), "control-plane", logs, workplace.app());
    var surroundings =
        new Surroundings(
            sandbox, workplace.node(), address, logs, workplace.logLimit(), workplace.clock());
    var container = new Container(spec, launch, RestartPolicy.ALWAYS, surroundings, changed);
    container.start();
    return new ControlPlaneProcess(container);
  }

  /** What it is doing or what is wrong; empty when all is well. */
  public String message() {
    return container.health().message();
  }

  public boolean isReady() {
    return container.health().ready();
  }

  /** Ends it; returns when it has ended. */
  public void stop(Duration grace) throws InterruptedException {
    container.terminate();
    container.awaitEnd(grace);
  }
}
