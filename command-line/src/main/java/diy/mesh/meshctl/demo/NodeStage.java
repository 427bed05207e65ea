package diy.mesh.meshctl.demo;

import diy.mesh.meshctl.client.ControlPlane;
import diy.mesh.meshctl.terminal.Failure;
import diy.mesh.standalone.NodeSettings;
import diy.mesh.standalone.network.NetworkNamespace;
import diy.mesh.standalone.objects.ObjectStore;
import diy.mesh.standalone.objects.RefusedException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.time.Duration;
import java.time.InstantSource;

/** The real stage: a node on this machine that runs the sample's pods. */
final class NodeStage implements Stage {

  private static final Duration LONGEST_CONVERGENCE = Duration.ofSeconds(5);

  private final NodeSettings settings;
  private final ObjectStore store;
  private final ControlPlane controlPlane;
  private final InetSocketAddress appA;
  private final InstantSource clock;

  /**
   * @param appA where app-a's Service is, inside the node
   */
  NodeStage(
      NodeSettings settings,
      ObjectStore store,
      ControlPlane controlPlane,
      InetSocketAddress appA,
      InstantSource clock) {
    this.settings = settings;
    this.store = store;
    this.controlPlane = controlPlane;
    this.appA = appA;
    this.clock = clock;
  }

  @Override
  public Duration splitBy(Split split) throws IOException, InterruptedException {
    var file = settings.stateDirectory().resolve("canary.yaml");
    Files.writeString(file, split.route());
    var written = clock.instant();
    var applied = apply(file);
    var answer = controlPlane.applied(applied.file(), applied.sha256(), LONGEST_CONVERGENCE);
    if (!answer.inEffect()) {
      throw new Failure(
          "the route %s is not in effect after %d s: %s"
              .formatted(split, LONGEST_CONVERGENCE.toSeconds(), answer));
    }
    return answer.since(written);
  }

  private diy.mesh.standalone.objects.Applied apply(java.nio.file.Path file) throws IOException {
    try {
      return store.apply(file).getFirst();
    } catch (RefusedException e) {
      throw new Failure("the demo's own route was refused: " + e.getMessage(), e);
    }
  }

  @Override
  public AppA open() throws IOException {
    NetworkNamespace.enter(settings.nodeNamespace());
    return new AppA(appA);
  }
}
