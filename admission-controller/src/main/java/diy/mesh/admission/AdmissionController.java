package diy.mesh.admission;

import diy.mesh.admission.inject.Injector;
import diy.mesh.admission.kubernetes.LiveCluster;
import diy.mesh.admission.kubernetes.WebhookTrust;
import diy.mesh.admission.review.PodReview;
import diy.mesh.admission.review.RouteReview;
import diy.mesh.admission.server.WebhookServer;
import diy.mesh.authority.ServingKeys;
import diy.mesh.authority.kubernetes.MeshAuthority;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.util.Map;
import java.util.Optional;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;

/** An admission controller that runs until it is closed. */
public final class AdmissionController implements AutoCloseable {

  /** Its Service. */
  private static final String NAME = "admission-controller";

  private static final int REQUEST_MILLIS = 3_000; // the API server waits for us for 5 s

  private final KubernetesClient client = client();
  private final MeshAuthority authority;
  private final WebhookServer server;
  private final WebhookTrust trust;

  private AdmissionController(Settings settings) throws IOException, InterruptedException {
    try {
      authority = MeshAuthority.await(client, settings.namespace());
      var cluster = new LiveCluster(client);
      var injector = new Injector(settings.injection(), () -> anchors(settings));
      server =
          WebhookServer.open(
              settings.port(),
              tls(authority.keys(NAME)),
              Map.of(
                  "/pods", new PodReview(injector, cluster),
                  "/routes", new RouteReview(cluster)));
    } catch (IOException | InterruptedException e) {
      client.close();
      throw e;
    }
    trust = WebhookTrust.keep(client, authority::bundlePem);
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
    return settings.secure() ? Optional.of(authority.bundlePem()) : Optional.empty();
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

  private static SSLContext tls(ServingKeys keys) {
    try {
      var tls = SSLContext.getInstance("TLS");
      tls.init(new KeyManager[] {keys}, null, null);
      return tls;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this JVM has no TLS", e);
    }
  }

  /** Where the API server asks. */
  int port() {
    return server.port();
  }

  @Override
  public void close() {
    trust.close();
    server.close();
    authority.close();
    client.close();
  }
}
