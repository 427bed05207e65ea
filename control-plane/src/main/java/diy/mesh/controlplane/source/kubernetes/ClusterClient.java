package diy.mesh.controlplane.source.kubernetes;

import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;

/** The connection to the API server. */
public final class ClusterClient {

  private static final int CONNECT_MILLIS = 5_000;
  private static final int REQUEST_MILLIS = 10_000;

  /** Doubles with each failure, up to 32 times this: an API server is back for 8 s at most. */
  private static final int RECONNECT_MILLIS = 250;

  private ClusterClient() {}

  /** Of the cluster whose pod this is; else of the one that KUBECONFIG or ~/.kube/config names. */
  public static KubernetesClient open() {
    var config =
        new ConfigBuilder()
            .withConnectionTimeout(CONNECT_MILLIS)
            .withRequestTimeout(REQUEST_MILLIS)
            .withWatchReconnectInterval(RECONNECT_MILLIS)
            .withRequestRetryBackoffLimit(0) // who asks knows better when to ask again
            .withUserAgent("diy-mesh-control-plane")
            .build();
    return new KubernetesClientBuilder().withConfig(config).build();
  }
}
