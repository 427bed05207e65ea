package diy.mesh.controlplane.identity.kubernetes;

import diy.mesh.controlplane.identity.TokenReviewer;
import diy.mesh.model.workload.StreamToken;
import io.fabric8.kubernetes.api.model.authentication.TokenReviewBuilder;
import io.fabric8.kubernetes.api.model.authentication.TokenReviewStatus;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.io.IOException;
import java.util.List;
import java.util.Map;

/** Tokens that the cluster's API server gave to pods, for us and nobody else. */
public final class ClusterTokens implements TokenReviewer {

  private static final String SERVICE_ACCOUNT = "system:serviceaccount:";
  private static final String POD = "authentication.kubernetes.io/pod-name";

  private final KubernetesClient client;

  public ClusterTokens(KubernetesClient client) {
    this.client = client;
  }

  @Override
  public Review review(String token) throws IOException {
    var asked =
        new TokenReviewBuilder()
            .withNewSpec()
            .withToken(token)
            .withAudiences(StreamToken.AUDIENCE)
            .endSpec()
            .build();
    try {
      return verdict(client.tokenReviews().create(asked).getStatus());
    } catch (KubernetesClientException e) {
      throw new IOException("TokenReview at %s: %s".formatted(client.getMasterUrl(), e), e);
    }
  }

  private static Review verdict(TokenReviewStatus status) {
    boolean ours =
        status.getAudiences() != null && status.getAudiences().contains(StreamToken.AUDIENCE);
    if (!Boolean.TRUE.equals(status.getAuthenticated()) || !ours) {
      String reason = status.getError() == null ? "no reason given" : status.getError();
      return new Review.Refused(
          ("the API server does not take the token: %s (expected: one of a projected volume with"
                  + " the audience %s, not expired); restart the pod, so that it is injected anew")
              .formatted(reason, StreamToken.AUDIENCE));
    }
    String user = String.valueOf(status.getUser().getUsername());
    String pod = extra(status, POD);
    String[] names = user.startsWith(SERVICE_ACCOUNT) ? user.split(":", -1) : new String[0];
    if (names.length != 4 || pod.isEmpty()) {
      return new Review.Refused(
          "the token is of %s and of no pod (expected: one that the kubelet got for a pod)"
              .formatted(user));
    }
    return new Review.Vouched(new Pod(names[2], pod));
  }

  private static String extra(TokenReviewStatus status, String key) {
    Map<String, List<String>> extra = status.getUser().getExtra();
    List<String> values = extra == null ? List.of() : extra.getOrDefault(key, List.of());
    return values.isEmpty() ? "" : values.getFirst();
  }
}
