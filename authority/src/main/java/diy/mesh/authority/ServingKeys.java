package diy.mesh.authority;

import java.net.Socket;
import java.security.Principal;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.function.Supplier;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedKeyManager;
import org.jspecify.annotations.Nullable;

/**
 * What a TLS server proves with who it is. Looks at each handshake whether the certificate is in
 * the first half of its life and signed by who signs now, and has another made if not: nothing is
 * ever restarted, nothing runs in between. From any thread.
 */
public final class ServingKeys extends X509ExtendedKeyManager {

  private static final Duration LIFE = Duration.ofHours(24);

  /** The only kind of key there is. */
  private static final String CURVE = "EC";

  private final Supplier<Authority> authority;
  private final List<String> dnsNames;
  private final InstantSource clock;
  private final SecureRandom random;

  /** In force, with who signed it. */
  private record Issued(Authority by, Credential credential) {}

  private @Nullable Issued issued;

  /** The one before, for handshakes that began with it. */
  private @Nullable Credential before;

  /**
   * Keys of one server.
   *
   * @param authority who signs now
   * @param dnsNames at least one: what the server is called by
   */
  public ServingKeys(
      Supplier<Authority> authority,
      List<String> dnsNames,
      InstantSource clock,
      SecureRandom random) {
    this.authority = authority;
    this.dnsNames = List.copyOf(dnsNames);
    this.clock = clock;
    this.random = random;
  }

  /**
   * The name of what is in force; with it, the rest of the handshake takes the same one. There are
   * two at most: the one in force, and the one before.
   */
  @Override
  public @Nullable String chooseEngineServerAlias(
      String keyType, Principal @Nullable [] issuers, SSLEngine engine) {
    return chooseServerAlias(keyType, issuers, null);
  }

  @Override
  public @Nullable String chooseServerAlias(
      String keyType, Principal @Nullable [] issuers, @Nullable Socket socket) {
    return keyType.equals(CURVE) ? alias(current()) : null;
  }

  private static String alias(Credential credential) {
    return credential.certificate().getSerialNumber().toString(16);
  }

  private synchronized Credential current() {
    Authority signs = authority.get();
    Issued now = issued;
    if (now == null
        || !now.by().certificate().equals(signs.certificate())
        || !clock.instant().isBefore(now.credential().halfLife())) {
      before = now == null ? null : now.credential();
      now = new Issued(signs, signs.issue(dnsNames, clock.instant(), LIFE, random));
      issued = now;
    }
    return now.credential();
  }

  private synchronized @Nullable Credential named(String alias) {
    if (issued != null && alias(issued.credential()).equals(alias)) {
      return issued.credential();
    }
    return before != null && alias(before).equals(alias) ? before : null;
  }

  @Override
  public X509Certificate @Nullable [] getCertificateChain(String alias) {
    Credential credential = named(alias);
    return credential == null ? null : new X509Certificate[] {credential.certificate()};
  }

  @Override
  public @Nullable PrivateKey getPrivateKey(String alias) {
    Credential credential = named(alias);
    return credential == null ? null : credential.key();
  }

  @Override
  public String @Nullable [] getServerAliases(String keyType, Principal @Nullable [] issuers) {
    return keyType.equals(CURVE) ? new String[] {alias(current())} : null;
  }

  /** A server only. */
  @Override
  public String @Nullable [] getClientAliases(String keyType, Principal @Nullable [] issuers) {
    return null;
  }

  /** A server only. */
  @Override
  public @Nullable String chooseClientAlias(
      String[] keyType, Principal @Nullable [] issuers, @Nullable Socket socket) {
    return null;
  }
}
