package diy.mesh.controlplane;

import diy.mesh.controlplane.admin.AdminServer;
import diy.mesh.controlplane.source.MeshSource;
import diy.mesh.controlplane.source.files.FolderSource;
import diy.mesh.controlplane.source.kubernetes.ClusterClient;
import diy.mesh.controlplane.source.kubernetes.KubernetesSource;
import diy.mesh.controlplane.stream.Publisher;
import diy.mesh.controlplane.stream.StreamServer;
import java.io.IOException;
import java.time.InstantSource;

/** A control plane that runs until it is closed. */
public final class ControlPlane implements AutoCloseable {

  private final MeshSource source;
  private final StreamServer stream;
  private final AdminServer admin;

  private ControlPlane(MeshSource source, StreamServer stream, AdminServer admin) {
    this.source = source;
    this.stream = stream;
    this.admin = admin;
  }

  /**
   * Takes in all there is, then serves. Waits for a cluster that does not answer yet.
   *
   * @throws IOException if there is no folder, or a port is taken
   */
  public static ControlPlane start(Settings settings) throws IOException {
    var publisher = new Publisher(InstantSource.system());
    MeshSource source = source(settings.source());
    try {
      // All of it before the first proxy asks: else it would hear that nothing is ours.
      source.start(publisher::take);
      StreamServer stream = StreamServer.open(settings.streamPort(), publisher);
      try {
        return new ControlPlane(source, stream, AdminServer.open(settings.adminPort(), publisher));
      } catch (IOException e) {
        stream.close();
        throw e;
      }
    } catch (IOException e) {
      source.close();
      throw e;
    }
  }

  private static MeshSource source(Settings.Source source) throws IOException {
    return switch (source) {
      case Settings.Source.Folder(var path) -> FolderSource.of(path);
      case Settings.Source.Kubernetes() -> KubernetesSource.open(ClusterClient.open());
    };
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
    admin.close();
    stream.close();
    source.close();
  }
}
