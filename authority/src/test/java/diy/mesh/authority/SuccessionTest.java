package diy.mesh.authority;

import static org.assertj.core.api.Assertions.assertThat;

import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class SuccessionTest {

  private static final Instant BEGIN = Instant.parse("2026-11-25T10:00:00Z");
  private static final SecureRandom RANDOM = new SecureRandom();

  private final Authority first = Authority.create(BEGIN, RANDOM);
  private final Authority second = Authority.create(BEGIN, RANDOM);

  private Authority fresh() {
    return second;
  }

  private static Instant after(double part) {
    return BEGIN.plus(Duration.ofHours((long) (Authority.LIFE.toHours() * part)));
  }

  @Test
  void the_next_one_is_trusted_long_before_it_signs() {
    var young = new Succession(first, null);

    var named = young.at(after(0.81), this::fresh);
    var taken = named.at(after(0.91), this::fresh);

    assertThat(young.at(after(0.79), this::fresh)).isEqualTo(young);
    assertThat(named).isEqualTo(new Succession(first, second));
    assertThat(named.bundlePem()).isEqualTo(first.certificatePem() + second.certificatePem());
    assertThat(named.at(after(0.89), this::fresh)).isEqualTo(named);
    assertThat(taken).isEqualTo(new Succession(second, null));
  }

  @Test
  void a_mesh_that_slept_over_it_begins_anew() {
    assertThat(new Succession(first, null).at(after(1.2), this::fresh))
        .isEqualTo(new Succession(second, null));
  }
}
