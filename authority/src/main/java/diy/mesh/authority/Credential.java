package diy.mesh.authority;

import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;

/**
 * A certificate and the key that belongs to it.
 *
 * @param key never written anywhere
 */
public record Credential(X509Certificate certificate, PrivateKey key) {

  /** From when on another one should be in use: half of its life is over. */
  Instant halfLife() {
    Instant begin = certificate.getNotBefore().toInstant();
    Duration life = Duration.between(begin, certificate.getNotAfter().toInstant());
    return begin.plus(life.dividedBy(2));
  }
}
