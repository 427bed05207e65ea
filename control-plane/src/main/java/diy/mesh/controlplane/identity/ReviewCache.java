package diy.mesh.controlplane.identity;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;

/**
 * Asks once for what is asked again within a short time, and not too much at once. Remembers no
 * token: only what it hashes to. What was refused is asked anew each time, as it may be good by
 * then.
 */
final class ReviewCache implements TokenReviewer {

  /** How long a token that has been withdrawn, or has expired, may still open a stream. */
  static final Duration LIFE = Duration.ofMinutes(1);

  static final int MOST = 10_000;

  /** The API server has others to serve while a thousand proxies come back. */
  private static final int MOST_AT_ONCE = 16;

  private final TokenReviewer reviewer;
  private final InstantSource clock;
  private final Semaphore room = new Semaphore(MOST_AT_ONCE);

  private record Kept(Review.Vouched review, Instant end) {}

  /** The oldest first. Guarded by itself. */
  private final Map<String, Kept> kept = new LinkedHashMap<>();

  ReviewCache(TokenReviewer reviewer, InstantSource clock) {
    this.reviewer = reviewer;
    this.clock = clock;
  }

  @Override
  public Review review(String token) throws IOException {
    String hash = sha256(token);
    Review.Vouched known = find(hash);
    if (known != null) {
      return known;
    }
    room.acquireUninterruptibly();
    try {
      Review review = reviewer.review(token);
      if (review instanceof Review.Vouched vouched) {
        keep(hash, vouched);
      }
      return review;
    } finally {
      room.release();
    }
  }

  /** How many are remembered. */
  int size() {
    synchronized (kept) {
      return kept.size();
    }
  }

  private Review.@Nullable Vouched find(String hash) {
    synchronized (kept) {
      Kept found = kept.get(hash);
      return found == null || !clock.instant().isBefore(found.end()) ? null : found.review();
    }
  }

  private void keep(String hash, Review.Vouched vouched) {
    Instant now = clock.instant();
    synchronized (kept) {
      kept.remove(hash);
      kept.put(hash, new Kept(vouched, now.plus(LIFE)));
      var oldest = kept.values().iterator();
      while (oldest.hasNext() && (!now.isBefore(oldest.next().end()) || kept.size() > MOST)) {
        oldest.remove();
      }
    }
  }

  private static String sha256(String token) {
    try {
      var digest = MessageDigest.getInstance("SHA-256");
      return HexFormat.of().formatHex(digest.digest(token.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("every JDK has SHA-256", e);
    }
  }
}
