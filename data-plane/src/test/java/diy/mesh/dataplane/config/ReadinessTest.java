package diy.mesh.dataplane.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class ReadinessTest {

  private final ManualClock clock = new ManualClock();
  private StreamStatus stream = StreamStatus.starting(clock.instant());
  private final Readiness readiness = new Readiness(() -> stream, clock);

  @Test
  void a_proxy_that_does_not_listen_is_not_ready() {
    stream = stream.cameUp(clock.instant());

    assertThat(readiness.missing()).contains("the listeners are not bound");
  }

  @Test
  void a_proxy_that_listens_and_was_welcomed_is_ready() {
    readiness.listening();

    stream = stream.cameUp(clock.instant());

    assertThat(readiness.missing()).isEmpty();
  }

  @Test
  void a_control_plane_that_is_away_has_two_seconds() {
    readiness.listening();

    clock.advance(Duration.ofMillis(1_999));
    assertThat(readiness.missing()).contains("waiting for the control plane: not connected yet");
    clock.advance(Duration.ofMillis(1));

    assertThat(readiness.missing()).isEmpty();
  }

  @Test
  void a_proxy_that_was_welcomed_stays_ready_without_the_stream() {
    readiness.listening();
    stream = stream.cameUp(clock.instant());

    stream = stream.wentDown(clock.instant(), "control plane restarts");

    assertThat(readiness.missing()).isEmpty();
  }

  @Test
  void a_proxy_that_stops_is_not_ready() {
    readiness.listening();
    stream = stream.cameUp(clock.instant());

    readiness.stopping();

    assertThat(readiness.missing()).isPresent();
  }

  @Test
  void config_ages_only_while_the_stream_is_down() {
    var up = stream.cameUp(clock.instant());
    clock.advance(Duration.ofMinutes(1));
    var down = up.wentDown(clock.instant(), "gone").wentDown(clock.instant(), "still gone");
    clock.advance(Duration.ofSeconds(9));

    assertThat(up.age(clock.instant())).isZero();
    assertThat(down.age(clock.instant())).isEqualTo(Duration.ofSeconds(9));
  }
}
