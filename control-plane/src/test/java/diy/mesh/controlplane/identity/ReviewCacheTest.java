package diy.mesh.controlplane.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import diy.mesh.controlplane.identity.TokenReviewer.Review;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ReviewCacheTest {

  private final List<String> asked = new ArrayList<>();
  private Instant now = Instant.parse("2026-11-01T12:00:00Z");
  private final ReviewCache cache = new ReviewCache(this::review, () -> now);

  @Test
  void a_good_token_is_asked_about_once_in_a_while() throws Exception {
    var first = cache.review("good");
    now = now.plus(ReviewCache.LIFE).minusMillis(1);
    cache.review("good");
    assertThat(asked).containsExactly("good");
    now = now.plusMillis(1);

    assertThat(cache.review("good")).isEqualTo(first);

    assertThat(asked).containsExactly("good", "good");
  }

  @Test
  void what_was_refused_or_not_answered_is_asked_about_each_time() throws Exception {
    assertThat(cache.review("bad")).isInstanceOf(Review.Refused.class);
    assertThat(cache.review("bad")).isInstanceOf(Review.Refused.class);
    assertThatThrownBy(() -> cache.review("away")).hasMessage("away");
    assertThatThrownBy(() -> cache.review("away")).hasMessage("away");

    assertThat(asked).containsExactly("bad", "bad", "away", "away");
  }

  @Test
  void the_oldest_are_forgotten_where_there_are_too_many() throws Exception {
    for (int i = 0; i <= ReviewCache.MOST; i++) {
      cache.review("good " + i);
    }
    asked.clear();

    cache.review("good " + ReviewCache.MOST);
    cache.review("good 0");

    assertThat(asked).containsExactly("good 0");
  }

  @Test
  void those_that_are_over_hold_no_room() throws Exception {
    cache.review("good 0");
    now = now.plus(Duration.ofHours(1));

    cache.review("good 1");

    assertThat(cache.size()).isEqualTo(1);
  }

  private Review review(String token) throws IOException {
    asked.add(token);
    if (token.equals("away")) {
      throw new IOException("away");
    }
    return token.startsWith("good")
        ? new Review.Vouched(new TokenReviewer.Pod("demo", token))
        : new Review.Refused("bad");
  }
}
