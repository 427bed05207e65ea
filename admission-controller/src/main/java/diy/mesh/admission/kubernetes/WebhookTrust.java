package diy.mesh.admission.kubernetes;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.admissionregistration.v1.MutatingWebhook;
import io.fabric8.kubernetes.api.model.admissionregistration.v1.MutatingWebhookConfiguration;
import io.fabric8.kubernetes.api.model.admissionregistration.v1.ValidatingWebhook;
import io.fabric8.kubernetes.api.model.admissionregistration.v1.ValidatingWebhookConfiguration;
import io.fabric8.kubernetes.api.model.admissionregistration.v1.WebhookClientConfig;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import java.net.HttpURLConnection;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the {@code caBundle} of our two webhook configurations what it should be, whoever makes or
 * changes them. The manifests leave it out, so applying them again takes nothing away.
 */
public final class WebhookTrust implements AutoCloseable {

  /** Of both configurations. */
  public static final String NAME = "diy-mesh";

  private static final Logger LOG = LoggerFactory.getLogger(WebhookTrust.class);

  /** For what could not be written, and when another authority is to be trusted. */
  private static final long LOOK_SECONDS = 10;

  private final Supplier<String> bundlePem;
  private final Keeper<MutatingWebhookConfiguration> mutating;
  private final Keeper<ValidatingWebhookConfiguration> validating;
  private final ScheduledExecutorService clock =
      Executors.newSingleThreadScheduledExecutor(
          task -> Thread.ofPlatform().daemon().name("webhook-trust").unstarted(task));

  private WebhookTrust(KubernetesClient client, Supplier<String> bundlePem) {
    this.bundlePem = bundlePem;
    var registrations = client.admissionRegistration().v1();
    mutating =
        new Keeper<>(
            registrations.mutatingWebhookConfigurations().withName(NAME),
            each -> each.getWebhooks().stream().map(MutatingWebhook::getClientConfig).toList());
    validating =
        new Keeper<>(
            registrations.validatingWebhookConfigurations().withName(NAME),
            each -> each.getWebhooks().stream().map(ValidatingWebhook::getClientConfig).toList());
  }

  /**
   * Begins to keep them, as soon as the API server answers.
   *
   * @param bundlePem the certificates that are to be trusted now
   */
  public static WebhookTrust keep(KubernetesClient client, Supplier<String> bundlePem) {
    var trust = new WebhookTrust(client, bundlePem);
    trust.mutating.start();
    trust.validating.start();
    trust.clock.scheduleWithFixedDelay(trust::look, LOOK_SECONDS, LOOK_SECONDS, TimeUnit.SECONDS);
    return trust;
  }

  private void look() {
    mutating.look();
    validating.look();
  }

  @Override
  public void close() {
    clock.shutdownNow();
    mutating.informer.stop();
    validating.informer.stop();
  }

  /** Of one configuration. */
  private final class Keeper<C extends HasMetadata> implements ResourceEventHandler<C> {

    private final Resource<C> resource;
    private final Function<C, List<WebhookClientConfig>> clients;
    private final SharedIndexInformer<C> informer;

    private Keeper(Resource<C> resource, Function<C, List<WebhookClientConfig>> clients) {
      this.resource = resource;
      this.clients = clients;
      this.informer =
          resource
              .runnableInformer(0)
              .addEventHandler(this)
              .exceptionHandler(
                  (begun, e) -> {
                    LOG.warn("cannot watch {}, will try again: {}", resource, e.getMessage());
                    return true;
                  });
    }

    void start() {
      informer.start();
    }

    void look() {
      informer.getStore().list().forEach(this::keep);
    }

    @Override
    public void onAdd(C configuration) {
      keep(configuration);
    }

    @Override
    public void onUpdate(C before, C configuration) {
      keep(configuration);
    }

    @Override
    public void onDelete(C configuration, boolean isFinalStateUnknown) {
      LOG.warn("{}: deleted; kubectl apply -k . makes it anew", title(configuration));
    }

    /** What another replica was faster with is told once more, and is right then. */
    private void keep(C seen) {
      String wanted =
          Base64.getEncoder().encodeToString(bundlePem.get().getBytes(StandardCharsets.US_ASCII));
      if (clients.apply(seen).stream().allMatch(each -> wanted.equals(each.getCaBundle()))) {
        return;
      }
      try {
        resource.edit(
            now -> {
              clients.apply(now).forEach(each -> each.setCaBundle(wanted));
              return now;
            });
        LOG.info("{}: trusts us now", title(seen));
      } catch (KubernetesClientException e) {
        if (e.getCode() != HttpURLConnection.HTTP_CONFLICT) {
          LOG.error("{}: caBundle not written, will try again: {}", title(seen), e.getMessage());
        }
      }
    }

    private String title(C configuration) {
      return configuration.getKind() + " " + NAME;
    }
  }
}
