package diy.mesh.admission;

import diy.mesh.admission.inject.Injector;
import diy.mesh.admission.kubernetes.LiveCluster;
import diy.mesh.admission.kubernetes.WebhookTrust;
import diy.mesh.admission.review.PodReview;
import diy.mesh.admission.review.RouteReview;
import diy.mesh.admission.server.WebhookServer;
import diy.mesh.authority.ServingKeys;
import diy.mesh.authority.Succession;
import diy.mesh.authority.kubernetes.AuthoritySecret;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** An admission controller that runs until it is closed. */
public final class AdmissionController implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(AdmissionController.class);

  /** Its Service. */
  private static final String NAME = "admission-controller";

  private static final int REQUEST_MILLIS = 3_000; // the API server waits for us for 5 s
  private static final long LOOK_AT_AUTHORITY_HOURS = 1;
  private static final long RETRY_MILLIS = 1_000;

  private final KubernetesClient client;
  private final AuthoritySecret secret;
  private final AtomicReference<Succession> succession;
  private final WebhookServer server;
  private final WebhookTrust trust;
  private final ScheduledExecutorService clock =
      Executors.newSingleThreadScheduledExecutor(
          task -> Thread.ofPlatform().daemon().name("authority").unstarted(task));

  private AdmissionController(Settings settings) throws IOException, InterruptedException {
    client = client();
    try {
      var random = new SecureRandom();
      var time = InstantSource.system();
      secret = new AuthoritySecret(client, settings.namespace(), time, random);
      succession = new AtomicReference<>(secret.await(RETRY_MILLIS));
      var keys = new ServingKeys(() -> succession.get().current(), names(settings), time, random);
      var cluster = new LiveCluster(client);
      server =
          WebhookServer.open(
              settings.port(),
              tls(keys, random),
              Map.of(
                  "/pods",
                      new PodReview(
                          new Injector(settings.injection(), () -> anchors(settings)), cluster),
                  "/routes", new RouteReview(cluster)));
      trust = new WebhookTrust(client, () -> succession.get().bundlePem());
    } catch (IOException | InterruptedException e) {
      client.close();
      throw e;
    }
    clock.scheduleWithFixedDelay(
        this::lookAtAuthority, LOOK_AT_AUTHORITY_HOURS, LOOK_AT_AUTHORITY_HOURS, TimeUnit.HOURS);
  }

  /**
   * Takes up its authority, then serves. Waits for a cluster that does not answer yet.
   *
   * @throws IOException if the cluster does not let it, or the port is taken
   */
  static AdmissionController start(Settings settings) throws IOException, InterruptedException {
    return new AdmissionController(settings);
  }

  private Optional<String> anchors(Settings settings) {
    return settings.secure() ? Optional.of(succession.get().bundlePem()) : Optional.empty();
  }

  private static KubernetesClient client() {
    var config =
        new ConfigBuilder()
            .withRequestTimeout(REQUEST_MILLIS)
            .withConnectionTimeout(REQUEST_MILLIS)
            .withRequestRetryBackoffLimit(0) // the API server waits
            .withUserAgent("diy-mesh-admission-controller")
            .build();
    return new KubernetesClientBuilder().withConfig(config).build();
  }

  private static List<String> names(Settings settings) {
    String service = NAME + "." + settings.namespace() + ".svc";
    return List.of(service, service + ".cluster.local");
  }

  private static SSLContext tls(ServingKeys keys, SecureRandom random) {
    try {
      var tls = SSLContext.getInstance("TLS");
      tls.init(new KeyManager[] {keys}, null, random);
      return tls;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this JVM has no TLS", e);
    }
  }

  private void lookAtAuthority() {
    try {
      succession.set(secret.load());
      trust.refresh();
    } catch (IOException e) {
      LOG.error("goes on with the authority it has: {}", e.getMessage());
    }
  }

  /** Where the API server asks. */
  int port() {
    return server.port();
  }

  @Override
  public void close() {
    clock.shutdownNow();
    trust.close();
    server.close();
    client.close();
  }
}
