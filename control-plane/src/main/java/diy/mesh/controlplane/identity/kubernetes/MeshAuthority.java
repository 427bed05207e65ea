package diy.mesh.controlplane.identity.kubernetes;

import diy.mesh.authority.ServingKeys;
import diy.mesh.authority.Succession;
import diy.mesh.authority.kubernetes.AuthoritySecret;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.IOException;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.X509ExtendedKeyManager;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** By whose word proxies believe that we are the control plane. Looked at once an hour. */
public final class MeshAuthority implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(MeshAuthority.class);

  /** Its Service. */
  private static final String NAME = "control-plane";

  private static final long LOOK_HOURS = 1;

  private final AuthoritySecret secret;
  private volatile Succession succession;
  private final ScheduledExecutorService clock =
      Executors.newSingleThreadScheduledExecutor(
          task -> Thread.ofPlatform().daemon().name("authority").unstarted(task));

  private MeshAuthority(AuthoritySecret secret) throws IOException {
    this.secret = secret;
    this.succession = secret.load();
    clock.scheduleWithFixedDelay(this::look, LOOK_HOURS, LOOK_HOURS, TimeUnit.HOURS);
  }

  /**
   * Takes it up; makes it, where nobody has.
   *
   * @param namespace the mesh's own
   * @throws IOException if the cluster does not let us
   */
  public static MeshAuthority load(KubernetesClient client, String namespace) throws IOException {
    return new MeshAuthority(
        new AuthoritySecret(client, namespace, InstantSource.system(), new SecureRandom()));
  }

  /**
   * What a server proves with who it is.
   *
   * @param namespace the mesh's own
   */
  public X509ExtendedKeyManager keys(String namespace) {
    String service = NAME + "." + namespace + ".svc";
    return new ServingKeys(
        () -> succession.current(),
        List.of(service, service + ".cluster.local"),
        InstantSource.system(),
        new SecureRandom());
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
