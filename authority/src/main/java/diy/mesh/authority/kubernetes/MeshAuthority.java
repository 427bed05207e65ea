package diy.mesh.authority.kubernetes;

import diy.mesh.authority.ServingKeys;
import diy.mesh.authority.Succession;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.IOException;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The authority as one of our servers has it in force. Looked at once an hour, from any thread. */
public final class MeshAuthority implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(MeshAuthority.class);

  private static final long LOOK_HOURS = 1;
  private static final long RETRY_MILLIS = 1_000;

  private final AuthoritySecret secret;
  private final String namespace;
  private final InstantSource time;
  private final SecureRandom random;
  private volatile Succession succession;
  private final ScheduledExecutorService clock =
      Executors.newSingleThreadScheduledExecutor(
          task -> Thread.ofPlatform().daemon().name("authority").unstarted(task));

  private MeshAuthority(
      AuthoritySecret secret, String namespace, InstantSource time, SecureRandom random)
      throws IOException, InterruptedException {
    this.secret = secret;
    this.namespace = namespace;
    this.time = time;
    this.random = random;
    this.succession = secret.await(RETRY_MILLIS);
    clock.scheduleWithFixedDelay(this::look, LOOK_HOURS, LOOK_HOURS, TimeUnit.HOURS);
  }

  /**
   * Takes it up; makes it, where nobody has. Waits for a cluster that does not answer yet.
   *
   * @param namespace the mesh's own
   * @throws IOException if the cluster does not let us
   */
  public static MeshAuthority await(KubernetesClient client, String namespace)
      throws IOException, InterruptedException {
    var time = InstantSource.system();
    var random = new SecureRandom();
    return new MeshAuthority(
        new AuthoritySecret(client, namespace, time, random), namespace, time, random);
  }

  /** The certificates that are to be trusted now, in PEM. */
  public String bundlePem() {
    return succession.bundlePem();
  }

  /**
   * What the server behind a Service of the mesh proves with who it is.
   *
   * @param service its name
   */
  public ServingKeys keys(String service) {
    String host = "%s.%s.svc".formatted(service, namespace);
    return new ServingKeys(
        () -> succession.current(), List.of(host, host + ".cluster.local"), time, random);
  }

  private void look() {
    try {
      succession = secret.load();
    } catch (IOException e) {
      LOG.error("goes on with the authority it has: {}", e.getMessage());
    }
  }

  @Override
  public void close() {
    clock.shutdownNow();
  }
}
