package diy.mesh.authority.kubernetes;

import diy.mesh.authority.Authority;
import diy.mesh.authority.Succession;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The mesh's authority in its Secret. Whoever finds none makes one; of several that do so at once
 * the API server takes one, and the others read it.
 */
public final class AuthoritySecret {

  /** In the mesh's own namespace. */
  public static final String NAME = "mesh-authority";

  private static final Logger LOG = LoggerFactory.getLogger(AuthoritySecret.class);

  private static final String CERTIFICATE = "tls.crt";
  private static final String KEY = "tls.key";
  private static final String NEXT_CERTIFICATE = "next.crt";
  private static final String NEXT_KEY = "next.key";

  /** Each failed one means that another replica came first: so soon nobody does again. */
  private static final int TRIES = 5;

  private static final int TOO_MANY = 429;

  private final KubernetesClient client;
  private final String namespace;
  private final InstantSource clock;
  private final SecureRandom random;

  /**
   * The one of a mesh.
   *
   * @param namespace the mesh's own
   */
  public AuthoritySecret(
      KubernetesClient client, String namespace, InstantSource clock, SecureRandom random) {
    this.client = client;
    this.namespace = namespace;
    this.clock = clock;
    this.random = random;
  }

  /**
   * Who signs now and next; made, or moved on, where it is time. Blocks.
   *
   * @throws UnavailableException if the API server does not answer now; it may in a moment
   * @throws IOException if it forbids this, or what is kept there is no authority; the message says
   *     what to do
   */
  public Succession load() throws IOException {
    try {
      for (int i = 0; i < TRIES; i++) {
        Succession settled = settle(get());
        if (settled != null) {
          return settled;
        }
      }
      throw new IOException("%s: others changed it %d times meanwhile".formatted(title(), TRIES));
    } catch (KubernetesClientException e) {
      Throwable reason =
          e.getCause() == null ? e : e.getCause(); // which says nothing itself, often
      String message = "%s: %s".formatted(title(), reason);
      boolean forGood = e.getCode() >= 400 && e.getCode() < 500 && e.getCode() != TOO_MANY;
      throw forGood ? new IOException(message, e) : new UnavailableException(message, e);
    }
  }

  /** The API server does not answer now. */
  public static final class UnavailableException extends IOException {
    private static final long serialVersionUID = 1L;

    UnavailableException(String message, Throwable cause) {
      super(message, cause);
    }
  }

  /**
   * The same, as often as it takes: whoever starts with the cluster starts before some of it.
   *
   * @param pauseMillis between two tries
   * @throws IOException if another try would change nothing
   */
  public Succession await(long pauseMillis) throws IOException, InterruptedException {
    while (true) {
      try {
        return load();
      } catch (UnavailableException e) {
        LOG.warn("will try again: {}", e.getMessage());
        Thread.sleep(pauseMillis);
      }
    }
  }

  /** What is in force; null where another replica was faster, and it is to be read again. */
  private @Nullable Succession settle(@Nullable Secret kept) throws IOException {
    if (kept == null) {
      var first = new Succession(fresh(), null);
      return write(first, null) ? first : null;
    }
    Succession read = read(kept);
    Succession now = read.at(clock.instant(), this::fresh);
    return now.equals(read) || write(now, kept.getMetadata().getResourceVersion()) ? now : null;
  }

  private @Nullable Secret get() {
    return client.secrets().inNamespace(namespace).withName(NAME).get();
  }

  private Authority fresh() {
    return Authority.create(clock.instant(), random);
  }

  private Succession read(Secret secret) throws IOException {
    try {
      Map<String, String> data = secret.getData() == null ? Map.of() : secret.getData();
      var current = Authority.parse(text(data, CERTIFICATE), text(data, KEY));
      return new Succession(
          current,
          data.containsKey(NEXT_CERTIFICATE)
              ? Authority.parse(text(data, NEXT_CERTIFICATE), text(data, NEXT_KEY))
              : null);
    } catch (GeneralSecurityException | IllegalArgumentException e) {
      throw new IOException(
          ("%s: %s; put the right one back, or have a new one made (pods that run lose the"
                  + " control plane until they are restarted): kubectl delete secret -n %s %s")
              .formatted(title(), e.getMessage(), namespace, NAME),
          e);
    }
  }

  private static String text(Map<String, String> data, String key) throws GeneralSecurityException {
    String value = data.get(key);
    if (value == null) {
      throw new GeneralSecurityException("it has no " + key);
    }
    return new String(Base64.getDecoder().decode(value), StandardCharsets.US_ASCII);
  }

  /** False if another replica was faster. */
  private boolean write(Succession wanted, @Nullable String resourceVersion) {
    var data = new LinkedHashMap<String, String>();
    put(data, CERTIFICATE, wanted.current().certificatePem());
    put(data, KEY, wanted.current().keyPem());
    if (wanted.next() != null) {
      put(data, NEXT_CERTIFICATE, wanted.next().certificatePem());
      put(data, NEXT_KEY, wanted.next().keyPem());
    }
    Secret secret =
        new SecretBuilder()
            .withNewMetadata()
            .withNamespace(namespace)
            .withName(NAME)
            .withResourceVersion(resourceVersion)
            .endMetadata()
            .withType("kubernetes.io/tls")
            .withData(data)
            .build();
    try {
      var resource = client.secrets().inNamespace(namespace).resource(secret);
      if (resourceVersion == null) {
        resource.create();
        LOG.info("{}: made", title());
      } else {
        resource.update();
        LOG.info("{}: moved on, since its end comes near", title());
      }
      return true;
    } catch (KubernetesClientException e) {
      if (e.getCode() == HttpURLConnection.HTTP_CONFLICT) {
        return false;
      }
      throw e;
    }
  }

  private static void put(Map<String, String> data, String key, String text) {
    data.put(key, Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.US_ASCII)));
  }

  private String title() {
    return "Secret %s/%s".formatted(namespace, NAME);
  }
}
