package diy.mesh.authority;

import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Who signs now, and who will next. Who is to be trusted is made known long before it signs: a pod
 * trusts those that were known at its start.
 *
 * @param next null until four fifths of the life of {@code current} are over
 */
public record Succession(Authority current, @Nullable Authority next) {

  /** At this part of its life the next one is named, at the second it takes over. */
  private static final double NAMED = 0.8;

  private static final double TAKES_OVER = 0.9;

  /**
   * As it should be now; this one where that is so.
   *
   * @param fresh makes a new authority
   */
  public Succession at(Instant now, Supplier<Authority> fresh) {
    double age = age(now);
    if (age >= TAKES_OVER) {
      return new Succession(next == null ? fresh.get() : next, null);
    }
    return age >= NAMED && next == null ? new Succession(current, fresh.get()) : this;
  }

  /** All that are to be trusted, one certificate after the other. */
  public String bundlePem() {
    return current.certificatePem() + (next == null ? "" : next.certificatePem());
  }

  /** 0 at the beginning of its life, 1 at the end. */
  private double age(Instant now) {
    X509Certificate certificate = current.certificate();
    Instant begin = certificate.getNotBefore().toInstant();
    double life = Duration.between(begin, certificate.getNotAfter().toInstant()).toMillis();
    return Duration.between(begin, now).toMillis() / life;
  }
}
