package diy.mesh.controlplane;

import diy.mesh.authority.kubernetes.MeshAuthority;
import diy.mesh.controlplane.admin.AdminServer;
import diy.mesh.controlplane.identity.kubernetes.ClusterTokens;
import diy.mesh.controlplane.sidecar.MissedInjections;
import diy.mesh.controlplane.sidecar.kubernetes.ClusterPods;
import diy.mesh.controlplane.source.MeshSource;
import diy.mesh.controlplane.source.files.FolderSource;
import diy.mesh.controlplane.source.kubernetes.ClusterClient;
import diy.mesh.controlplane.source.kubernetes.KubernetesSource;
import diy.mesh.controlplane.status.StatusWriter;
import diy.mesh.controlplane.status.kubernetes.ClusterStatuses;
import diy.mesh.controlplane.status.kubernetes.Leadership;
import diy.mesh.controlplane.stream.Publisher;
import diy.mesh.controlplane.stream.StreamServer;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;

/** A control plane that runs until it is closed. */
public final class ControlPlane implements AutoCloseable {

  /** Statuses are for people: what proxies do does not wait for them. */
  private static final Duration STATUS_PAUSE = Duration.ofSeconds(1);

  /** Its Service. */
  private static final String NAME = "control-plane";

  private final Publisher publisher = new Publisher(InstantSource.system());
  private final Deque<Part> parts = new ArrayDeque<>();
  private final StreamServer stream;
  private final AdminServer admin;

  /** What is closed with this, the last one opened first. */
  private interface Part extends AutoCloseable {
    @Override
    void close();
  }

  private ControlPlane(Settings settings) throws IOException, InterruptedException {
    try {
      Optional<StreamServer.Security> security =
          switch (settings.source()) {
            case Settings.Source.Folder(var path) -> {
              start(FolderSource.of(path));
              yield Optional.empty(); // one machine's pods, in namespaces of the mesh's own
            }
            case Settings.Source.Kubernetes(var namespace, var pod, var secure) -> {
              KubernetesClient client = startInCluster(namespace, pod);
              yield secure ? Optional.of(security(client, namespace)) : Optional.empty();
            }
          };
      // All of it before the first proxy asks: else it would hear that nothing is ours.
      stream = StreamServer.open(settings.streamPort(), publisher, security);
      parts.push(stream::close);
      admin = AdminServer.open(settings.adminPort(), publisher);
      parts.push(admin::close);
    } catch (IOException | InterruptedException e) {
      close();
      throw e;
    }
  }

  /**
   * Takes in all there is, then serves. Waits for a cluster that does not answer yet.
   *
   * @throws IOException if there is no folder, or a port is taken
   */
  public static ControlPlane start(Settings settings) throws IOException, InterruptedException {
    return new ControlPlane(settings);
  }

  private KubernetesClient startInCluster(String namespace, String pod) throws IOException {
    KubernetesClient client = ClusterClient.open();
    parts.push(client::close);
    start(new KubernetesSource(client));
    var leadership = Leadership.seek(client, namespace, pod);
    parts.push(leadership::close);
    var statuses =
        new StatusWriter(
            publisher,
            new ClusterStatuses(client),
            leadership::leads,
            InstantSource.system(),
            STATUS_PAUSE);
    parts.push(statuses::close);
    statuses.start();
    var missed =
        new MissedInjections(
            namespace,
            new ClusterPods(client, pod, InstantSource.system()),
            leadership::leads,
            InstantSource.system());
    parts.push(missed::close);
    missed.start();
    return client;
  }

  private StreamServer.Security security(KubernetesClient client, String namespace)
      throws IOException, InterruptedException {
    var authority = MeshAuthority.await(client, namespace);
    parts.push(authority::close);
    return new StreamServer.Security(
        authority.keys(NAME), new ClusterTokens(client).remembering(InstantSource.system()));
  }

  private void start(MeshSource source) throws IOException {
    parts.push(source::close);
    source.start(publisher::take);
  }

  /** Where proxies connect to. */
  public int streamPort() {
    return stream.port();
  }

  /** Where people ask. */
  public int adminPort() {
    return admin.port();
  }

  /** Says that it is not ready any more, then ends the streams, then stops watching. */
  @Override
  public void close() {
    while (!parts.isEmpty()) {
      parts.pop().close();
    }
  }
}
