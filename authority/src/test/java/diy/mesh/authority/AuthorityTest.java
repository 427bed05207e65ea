package diy.mesh.authority;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class AuthorityTest {

  private static final Instant NOW = Instant.parse("2026-11-25T10:00:00Z");
  private static final SecureRandom RANDOM = new SecureRandom();

  private final Authority authority = Authority.create(NOW, RANDOM);

  @Test
  void what_it_was_written_as_is_read_back() throws Exception {
    var read = Authority.parse(authority.certificatePem(), authority.keyPem());

    assertThat(read.certificate()).isEqualTo(authority.certificate());
    assertThat(read.keyPem()).isEqualTo(authority.keyPem());
  }

  @Test
  void a_certificate_is_signed_by_it_and_names_the_server() throws Exception {
    var issued = authority.issue(List.of("a.mesh.svc", "a.mesh"), NOW, Duration.ofHours(1), RANDOM);

    issued.certificate().verify(authority.certificate().getPublicKey());
    assertThat(issued.certificate().getSubjectAlternativeNames())
        .extracting(name -> name.get(1))
        .isEqualTo(List.of("a.mesh.svc", "a.mesh"));
    assertThat(issued.certificate().getBasicConstraints()).as("signs nothing").isEqualTo(-1);
    assertThat(issued.certificate().getNotAfter()).isEqualTo(NOW.plus(Duration.ofHours(1)));
    assertThat(issued.halfLife()).isBetween(NOW.plusSeconds(1_500), NOW.plusSeconds(1_800));
  }

  @Test
  void two_certificates_are_never_the_same() {
    var one = authority.issue(List.of("a"), NOW, Duration.ofHours(1), RANDOM);
    var other = authority.issue(List.of("a"), NOW, Duration.ofHours(1), RANDOM);

    assertThat(one.certificate().getSerialNumber())
        .isNotEqualTo(other.certificate().getSerialNumber());
    assertThat(one.key()).isNotEqualTo(other.key());
  }

  @Test
  void what_is_no_authority_is_refused_with_the_reason() {
    var server = authority.issue(List.of("a"), NOW, Duration.ofHours(1), RANDOM);
    var other = Authority.create(NOW, RANDOM);

    assertThatThrownBy(() -> Authority.parse(Pem.of(server.certificate()), Pem.of(server.key())))
        .isInstanceOf(GeneralSecurityException.class)
        .hasMessage("its certificate is no authority's (CA:FALSE)");
    assertThatThrownBy(() -> Authority.parse(authority.certificatePem(), other.keyPem()))
        .isInstanceOf(GeneralSecurityException.class)
        .hasMessage("its key does not belong to its certificate");
    assertThatThrownBy(() -> Authority.parse(authority.certificatePem(), "nothing"))
        .isInstanceOf(GeneralSecurityException.class)
        .hasMessage("no -----BEGIN PRIVATE KEY-----");
    assertThatThrownBy(() -> Authority.parse("nothing", authority.keyPem()))
        .isInstanceOf(GeneralSecurityException.class);
  }
}
