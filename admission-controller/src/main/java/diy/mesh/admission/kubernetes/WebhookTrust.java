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

  private final Supplier<String> bundlePem;
  private final Keeper<MutatingWebhookConfiguration> mutating;
  private final Keeper<ValidatingWebhookConfiguration> validating;

  /**
   * Begins to keep them.
   *
   * @param bundlePem the certificates that are to be trusted now
   */
  public WebhookTrust(KubernetesClient client, Supplier<String> bundlePem) {
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

  /** Looks again, since what is to be trusted may have changed. */
  public void refresh() {
    mutating.refresh();
    validating.refresh();
  }

  @Override
  public void close() {
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
      this.informer = resource.inform(this);
    }

    void refresh() {
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
          LOG.error("{}: caBundle not written: {}", title(seen), e.getMessage());
        }
      }
    }

    private String title(C configuration) {
      return configuration.getKind() + " " + NAME;
    }
  }
}
