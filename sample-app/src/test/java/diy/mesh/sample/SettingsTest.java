package diy.mesh.sample;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import diy.mesh.sample.Settings.Self;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SettingsTest {

  @Test
  void nothing_needs_to_be_set() {
    var settings = Settings.fromEnvironment(Map.of());

    assertThat(settings)
        .isEqualTo(
            new Settings(new Self("sample-app", "v1", "localhost"), 8080, null, 0, Duration.ZERO));
  }

  @Test
  void everything_can_be_set() {
    var environment =
        Map.of(
            "APP", "app-a",
            "VERSION", "v2",
            "HOSTNAME", "app-a-xyz",
            "PORT", "0",
            "UPSTREAM", "http://app-b:81/path",
            "FAIL_RATE", "0.25",
            "DELAY", "50ms");

    var settings = Settings.fromEnvironment(environment);

    assertThat(settings)
        .isEqualTo(
            new Settings(
                new Self("app-a", "v2", "app-a-xyz"),
                0,
                URI.create("http://app-b:81/path"),
                0.25,
                Duration.ofMillis(50)));
  }

  @Test
  void a_delay_can_be_seconds() {
    var settings = Settings.fromEnvironment(Map.of("DELAY", "2s"));

    assertThat(settings.delay()).isEqualTo(Duration.ofSeconds(2));
  }

  @ParameterizedTest
  @CsvSource({
    "PORT, 65536",
    "PORT, -1",
    "PORT, http",
    "UPSTREAM, app-b",
    "UPSTREAM, https://app-b",
    "UPSTREAM, http:///path",
    "UPSTREAM, http://a b",
    "FAIL_RATE, 1.1",
    "FAIL_RATE, -0.1",
    "FAIL_RATE, NaN",
    "FAIL_RATE, 20%",
    "DELAY, 50",
    "DELAY, 5 m",
    "DELAY, -1s"
  })
  void a_bad_value_is_named_with_what_was_expected(String name, String value) {
    var environment = Map.of(name, value);

    assertThatThrownBy(() -> Settings.fromEnvironment(environment))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("%s: '%s' (expected: ", name, value);
  }
}
