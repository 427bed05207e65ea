package diy.mesh.authority;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.Test;

/** With a real handshake: what a TLS client is shown, and whether it believes it. */
class ServingKeysTest {

  private static final SecureRandom RANDOM = new SecureRandom();

  /** Long enough ago that what comes later in a test is no future to the JVM. */
  private Instant now = Instant.now().minus(Duration.ofHours(12));

  private Authority authority = Authority.create(now, RANDOM);
  private final InstantSource clock = () -> now;
  private final ServingKeys keys =
      new ServingKeys(() -> authority, List.of("server.mesh.svc", "server"), clock, RANDOM);

  @Test
  void who_trusts_the_authority_believes_the_server() throws Exception {
    assertThat(handshake("server.mesh.svc", authority).getSubjectX500Principal().getName())
        .isEqualTo("CN=server.mesh.svc");
    assertThat(handshake("server", authority).getSubjectX500Principal().getName())
        .isEqualTo("CN=server.mesh.svc");
  }

  @Test
  void nobody_else_does_nor_under_another_name() {
    assertThatThrownBy(() -> handshake("other.mesh.svc", authority))
        .isInstanceOf(SSLHandshakeException.class);
    assertThatThrownBy(() -> handshake("server", Authority.create(now, RANDOM)))
        .isInstanceOf(SSLHandshakeException.class);
  }

  @Test
  void a_certificate_is_used_for_half_of_its_life() throws Exception {
    var first = handshake("server", authority);

    now = now.plus(Duration.ofHours(11));
    var same = handshake("server", authority);
    now = now.plus(Duration.ofHours(1));
    var second = handshake("server", authority);

    assertThat(same).isEqualTo(first);
    assertThat(second.getSerialNumber()).isNotEqualTo(first.getSerialNumber());
  }

  @Test
  void who_signs_next_is_used_from_the_next_handshake_on() throws Exception {
    handshake("server", authority);
    authority = Authority.create(now, RANDOM);

    var shown = handshake("server", authority);

    shown.verify(authority.certificate().getPublicKey());
  }

  @Test
  void a_handshake_that_began_before_a_change_ends_with_what_it_began_with() {
    String alias = Objects.requireNonNull(keys.chooseServerAlias("EC", null, null));
    now = now.plus(Duration.ofHours(13));

    assertThat(keys.chooseServerAlias("EC", null, null)).isNotEqualTo(alias);

    assertThat(keys.getCertificateChain(alias)).hasSize(1);
    assertThat(keys.getPrivateKey(alias)).isNotNull();
    assertThat(keys.chooseServerAlias("RSA", null, null)).isNull();
  }

  /** Connects to a server with these keys, and gives the certificate that it showed. */
  private X509Certificate handshake(String name, Authority trusted) throws Exception {
    var serving = SSLContext.getInstance("TLS");
    serving.init(new KeyManager[] {keys}, null, RANDOM);
    var loopback = InetAddress.getLoopbackAddress();
    try (var server =
        (SSLServerSocket) serving.getServerSocketFactory().createServerSocket(0, 1, loopback)) {
      var served = CompletableFuture.runAsync(() -> serve(server));
      try (var plain = new Socket(loopback, server.getLocalPort());
          var client =
              (SSLSocket)
                  trusting(trusted)
                      .getSocketFactory()
                      .createSocket(plain, name, server.getLocalPort(), false)) {
        var parameters = client.getSSLParameters();
        parameters.setEndpointIdentificationAlgorithm("HTTPS");
        client.setSSLParameters(parameters);
        client.startHandshake();
        served.join();
        return (X509Certificate) client.getSession().getPeerCertificates()[0];
      }
    }
  }

  private static void serve(SSLServerSocket server) {
    try (var socket = (SSLSocket) server.accept()) {
      socket.startHandshake();
    } catch (IOException _) {
      // the client says why
    }
  }

  private static SSLContext trusting(Authority authority)
      throws GeneralSecurityException, IOException {
    var store = KeyStore.getInstance(KeyStore.getDefaultType());
    store.load(null, null);
    store.setCertificateEntry("mesh", authority.certificate());
    var trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    trust.init(store);
    var context = SSLContext.getInstance("TLS");
    context.init(null, trust.getTrustManagers(), RANDOM);
    return context;
  }
}
