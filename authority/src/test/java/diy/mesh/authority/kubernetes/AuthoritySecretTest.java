package diy.mesh.authority.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.server.mock.EnableKubernetesMockClient;
import java.io.IOException;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;

@EnableKubernetesMockClient(crud = true)
class AuthoritySecretTest {

  private static final SecureRandom RANDOM = new SecureRandom();

  private Instant now = Instant.parse("2026-11-25T10:00:00Z");
  private final InstantSource clock = () -> now;

  @SuppressWarnings("NullAway.Init") // by the extension
  private KubernetesClient client;

  private AuthoritySecret replica() {
    return new AuthoritySecret(client, "diy-mesh", clock, RANDOM);
  }

  @Test
  void the_first_one_makes_it_and_all_others_are_the_same() throws Exception {
    var first = replica().load();
    var second = replica().load();

    assertThat(second.current().certificate()).isEqualTo(first.current().certificate());
    assertThat(second.current().keyPem()).isEqualTo(first.current().keyPem());
    assertThat(second.next()).isNull();
    assertThat(kept().getType()).isEqualTo("kubernetes.io/tls");
  }

  @Test
  void near_its_end_the_next_one_is_kept_beside_it_and_takes_over() throws Exception {
    var first = replica().load();

    now = now.plus(Duration.ofDays(3_000));
    var named = replica().load();
    now = now.plus(Duration.ofDays(300));
    var taken = replica().load();

    assertThat(named.current().certificate()).isEqualTo(first.current().certificate());
    assertThat(taken.current().certificatePem())
        .isEqualTo(Objects.requireNonNull(named.next()).certificatePem());
    assertThat(replica().load().current().certificate()).isEqualTo(taken.current().certificate());
  }

  @Test
  void what_is_no_authority_is_left_as_it_is_and_the_error_says_what_to_do() {
    var secret =
        new SecretBuilder()
            .withNewMetadata()
            .withNamespace("diy-mesh")
            .withName(AuthoritySecret.NAME)
            .endMetadata()
            .withData(Map.of("tls.crt", "bm90aGluZw=="))
            .build();
    client.secrets().resource(secret).create();

    assertThatThrownBy(() -> replica().load())
        .isInstanceOf(IOException.class)
        .hasMessageContaining("Secret diy-mesh/mesh-authority: it has no tls.key; put the right")
        .hasMessageContaining("kubectl delete secret -n diy-mesh mesh-authority");

    assertThat(kept().getData()).containsOnlyKeys("tls.crt");
  }

  private Secret kept() {
    return client.secrets().inNamespace("diy-mesh").withName(AuthoritySecret.NAME).get();
  }
}
