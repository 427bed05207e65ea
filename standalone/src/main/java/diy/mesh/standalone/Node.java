package diy.mesh.standalone;

import diy.mesh.standalone.kubelet.ControlPlaneProcess;
import diy.mesh.standalone.kubelet.RunningPod;
import diy.mesh.standalone.kubelet.Workplace;
import diy.mesh.standalone.machine.NodeLock;
import diy.mesh.standalone.machine.Prerequisites;
import diy.mesh.standalone.machine.Programs;
import diy.mesh.standalone.machine.StateDirectory;
import diy.mesh.standalone.network.HostsFile;
import diy.mesh.standalone.network.NodeNetwork;
import diy.mesh.standalone.network.ServiceHost;
import diy.mesh.standalone.objects.ObjectFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A running node: control plane and pods, kept as {@code objects/} wants them until closed. */
public final class Node implements AutoCloseable {

  private static final long MEBIBYTE = 1 << 20;
  private static final Logger LOG = LoggerFactory.getLogger(Node.class);

  /** Whoever closes a node wants to go home: apps get no more than this. */
  private static final Duration CLOSING_GRACE = Duration.ofSeconds(1);

  private final Tenancy tenancy;
  private final Reconciler reconciler;
  private final FolderWatch watch;
  private final @Nullable ControlPlaneProcess controlPlane;

  private Node(
      Tenancy tenancy,
      Reconciler reconciler,
      FolderWatch watch,
      @Nullable ControlPlaneProcess controlPlane) {
    this.tenancy = tenancy;
    this.reconciler = reconciler;
    this.watch = watch;
    this.controlPlane = controlPlane;
  }

  /**
   * Starts a node on what {@code objects/} holds, now and later; returns as soon as it works on it.
   * Everything else that an earlier node left behind is removed first.
   *
   * @throws NodeException if this machine lacks something, or another node runs
   */
  public static Node start(NodeSettings settings) throws NodeException {
    Tenancy tenancy = null;
    try {
      requireMachine(settings);
      tenancy = Tenancy.take(settings);
      tenancy.removeNamespaces();
      return assemble(settings, tenancy);
    } catch (IOException | IllegalArgumentException e) {
      abandon(tenancy);
      throw new NodeException("the node cannot start: " + e.getMessage(), e);
    } catch (InterruptedException e) {
      abandon(tenancy);
      Thread.currentThread().interrupt();
      throw new NodeException("the node's start was interrupted", e);
    }
  }

  /**
   * Removes everything a node left behind: processes, namespaces, files. Harmless where there is
   * nothing.
   *
   * @throws NodeException if a node still runs, or something cannot be removed
   */
  public static void cleanUp(NodeSettings settings) throws NodeException {
    try {
      requireMachine(settings);
      Tenancy.take(settings).removeAll();
    } catch (IOException e) {
      throw new NodeException("something of the node is left: " + e.getMessage(), e);
    }
  }

  /** The process of the node that runs with these settings; empty where none does. */
  public static OptionalLong running(NodeSettings settings) throws IOException {
    return NodeLock.holder(settings.directoryLock());
  }

  /** All pods by namespace and name. From any thread. */
  public List<PodStatus> pods() {
    return reconciler.status();
  }

  /**
   * Waits until every pod that the objects ask for is ready, and no other pod is there.
   *
   * @return whether that happened within {@code limit}
   */
  public boolean awaitReady(Duration limit) throws InterruptedException {
    return reconciler.awaitSettled(limit);
  }

  /**
   * Stops pods and control plane and removes everything, objects included; takes a few seconds at
   * most.
   */
  @Override
  public void close() {
    try {
      watch.close();
      var ends = new ArrayList<Thread>();
      for (RunningPod pod : reconciler.close()) {
        ends.add(Thread.ofPlatform().name("end of " + pod.plan().identity()).start(() -> end(pod)));
      }
      if (controlPlane != null) {
        controlPlane.stop(CLOSING_GRACE);
      }
      for (Thread end : ends) {
        end.join();
      }
      tenancy.removeAll();
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      LOG.warn("interrupted while the node was closing; what is left: meshctl down");
    } catch (IOException e) {
      LOG.error("something of the node is left; remove it with: meshctl down", e);
    }
  }

  private static Node assemble(NodeSettings settings, Tenancy tenancy)
      throws IOException, InterruptedException {
    var state = new StateDirectory(settings.stateDirectory());
    state.prepare();
    Programs.copy(settings.build(), state.app());
    var images = Programs.images(settings.images(), state.app());
    Files.writeString(state.images(), images.render());
    var folder = new ObjectFolder(settings.stateDirectory());
    folder.create();

    String name = settings.nodeNamespace();
    var address = settings.ranges().node();
    var nodeHosts = new HostsFile(name, "", name, address);
    var controlPlaneHost = new ServiceHost("diy-mesh", "control-plane", List.of(address));
    nodeHosts.create(List.of(controlPlaneHost));
    var network = NodeNetwork.create(name, settings.ranges());
    var workplace =
        new Workplace(
            network,
            name,
            images,
            state.pods(),
            state.app(),
            settings.logMebibytes() * MEBIBYTE,
            Clock.systemUTC());

    var wake = new Wake();
    var reconciler =
        new Reconciler(
            folder,
            new Pods(settings, workplace, wake),
            new Publisher(folder, network, nodeHosts, controlPlaneHost),
            new StatusFile(settings.stateDirectory()),
            new Farewell(settings),
            wake);
    var controlPlane =
        settings.controlPlane()
            ? ControlPlaneProcess.start(workplace, address, folder.path(), state.logs(), wake)
            : null;
    var watch = FolderWatch.start(folder.path(), wake);
    reconciler.start();
    return new Node(tenancy, reconciler, watch, controlPlane);
  }

  private static void requireMachine(NodeSettings settings) throws IOException, NodeException {
    var missing = Prerequisites.missing();
    if (!missing.isEmpty()) {
      throw new NodeException(String.join("\n", missing));
    }
    settings.ranges().overlapsWith(Prerequisites.ownNetworks()).forEach(LOG::warn);
  }

  private static void abandon(@Nullable Tenancy tenancy) {
    if (tenancy == null) {
      return;
    }
    try (tenancy) {
      tenancy.removeNamespaces();
    } catch (IOException e) {
      LOG.error("something of the node is left; remove it with: meshctl down", e);
    }
  }

  private static void end(RunningPod pod) {
    try {
      pod.stop(CLOSING_GRACE);
    } catch (IOException e) {
      LOG.error("pod {} left something behind", pod.plan().identity(), e);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }
}
