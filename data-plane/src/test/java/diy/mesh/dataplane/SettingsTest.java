package diy.mesh.dataplane;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import diy.mesh.dataplane.config.ConfigStreamClient.Peers;
import diy.mesh.dataplane.http.ForwardedPolicy;
import diy.mesh.dataplane.log.LogLevel;
import diy.mesh.dataplane.telemetry.LineFormat;
import diy.mesh.dataplane.telemetry.NewTraces;
import diy.mesh.dataplane.telemetry.Redaction;
import diy.mesh.dataplane.telemetry.RequestTrace;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SettingsTest {

  @Test
  void everything_has_a_default() throws Exception {
    var settings = Settings.fromEnvironment(Map.of());

    assertThat(settings.control())
        .contains(
            new Peers(
                "control-plane.diy-mesh.svc", 15_010, "default", "unknown", Optional.empty()));
    assertThat(settings.capture()).isEqualTo(new Capture.Redirected());
    assertThat(settings.adminPort()).isEqualTo(15_020);
    assertThat(settings.targets().answer()).isEqualTo(Duration.ofSeconds(1));
    assertThat(settings.targets().idle()).isEqualTo(Duration.ofMinutes(10));
    assertThat(settings.targets().targets()).isEqualTo(4_096);
    assertThat(settings.traffic().detect()).isEqualTo(Duration.ofMillis(100));
    assertThat(settings.traffic().allowConnect()).isFalse();
    assertThat(settings.traffic().opaquePorts()).isEmpty();
    assertThat(settings.traffic().drain()).isEqualTo(Duration.ofSeconds(5));
    assertThat(settings.requestFields())
        .isEqualTo(new Settings.RequestFields(ForwardedPolicy.APPEND, NewTraces.SAMPLED));
    assertThat(settings.eventLoops()).isBetween(1, 2);
    assertThat(settings.log())
        .isEqualTo(
            new Settings.Log(
                LogLevel.INFO,
                LineFormat.OFF,
                false,
                new RequestTrace.Limits(10, 8_192, Redaction.of(List.of(), false)),
                8_192));
  }

  @Test
  void what_is_set_is_used() throws Exception {
    var settings =
        Settings.fromEnvironment(
            Map.of(
                "MESH_CONTROL_PLANE", "[fd00::1]:4000",
                "POD_NAMESPACE", "demo",
                "POD_NAME", "app-a-1",
                "MESH_LOG_LEVEL", "DEBUG",
                "MESH_ACCESS_LOG", "json",
                "MESH_REDACT", "X-Pin, x-session",
                "MESH_EVENT_LOOPS", " 3 ",
                "MESH_ALLOW_CONNECT", "true",
                "MESH_CONFIG_WAIT_MILLIS", "250"));

    assertThat(settings.control())
        .contains(new Peers("fd00::1", 4_000, "demo", "app-a-1", Optional.empty()));
    assertThat(settings.traffic().allowConnect()).isTrue();
    assertThat(settings.log().level()).isEqualTo(LogLevel.DEBUG);
    assertThat(settings.log().access()).isEqualTo(LineFormat.JSON);
    assertThat(settings.log().traces().redaction().fields())
        .contains("authorization", "x-pin", "x-session");
    assertThat(settings.eventLoops()).isEqualTo(3);
    assertThat(settings.targets().answer()).isEqualTo(Duration.ofMillis(250));
  }

  @Test
  void ports_are_listed_with_commas_between() throws Exception {
    var settings =
        Settings.fromEnvironment(
            Map.of("MESH_OPAQUE_PORTS", "25, 3306", "MESH_PROBE_PORTS", "5432"));

    assertThat(settings.traffic().opaquePorts()).containsExactlyInAnyOrder(25, 3_306);
    assertThat(settings.probePorts()).containsExactly(5_432);
  }

  @Test
  void who_is_to_be_trusted_and_a_token_come_together_or_not_at_all() {
    assertThatThrownBy(() -> Settings.fromEnvironment(Map.of("MESH_TOKEN_FILE", "/token")))
        .hasMessage("MESH_TRUST_ANCHORS: '' (expected: set, as MESH_TOKEN_FILE is)");
    assertThatThrownBy(() -> Settings.fromEnvironment(Map.of("MESH_TRUST_ANCHORS", "x")))
        .hasMessage("MESH_TOKEN_FILE: '' (expected: set, as MESH_TRUST_ANCHORS is)");
    assertThatThrownBy(
            () ->
                Settings.fromEnvironment(
                    Map.of("MESH_TOKEN_FILE", "/token", "MESH_TRUST_ANCHORS", "nobody")))
        .hasMessageStartingWith("MESH_TRUST_ANCHORS: 'nobody (")
        .hasMessageEndingWith("(expected: certificates in PEM, one after the other)");
  }

  @Test
  void explicit_ports_need_neither_rules_nor_a_control_plane() throws Exception {
    var settings = Settings.fromEnvironment(Map.of("PORT", "9000", "TARGET_PORT", "8080"));

    assertThat(settings.capture()).isEqualTo(new Capture.Explicit(9_000, 8_080));
    assertThat(settings.control()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"PORT, 9000, TARGET_PORT, 0", "TARGET_PORT, 8080, PORT, 0"})
  void one_explicit_port_asks_for_the_other(String given, String value, String missing, String no) {
    assertThatThrownBy(() -> Settings.fromEnvironment(Map.of(given, value)))
        .isInstanceOf(Settings.BadSetting.class)
        .hasMessage("%s: '%s' (expected: a whole number, 1 to 65535)", missing, no);
  }

  @Test
  void a_proxy_is_not_its_own_target() {
    assertThatThrownBy(
            () -> Settings.fromEnvironment(Map.of("PORT", "8080", "TARGET_PORT", "8080")))
        .isInstanceOf(Settings.BadSetting.class)
        .hasMessage("TARGET_PORT: '8080' (expected: another port than PORT)");
  }

  @ParameterizedTest
  @CsvSource({
    "MESH_EVENT_LOOPS, 0",
    "MESH_EVENT_LOOPS, two",
    "MESH_CONFIG_WAIT_MILLIS, -1",
    "MESH_DETECT_WAIT_MILLIS, 99999999999",
    "MESH_TARGETS, 4097",
    "MESH_DRAIN_SECONDS, -1",
    "MESH_ADMIN_PORT, 65536",
    "MESH_OPAQUE_PORTS, mysql",
    "MESH_OPAQUE_PORTS, '25,'",
    "PORT, http",
    "MESH_LOG_LEVEL, loud",
    "MESH_ACCESS_LOG, on",
    "MESH_LOG_QUERY, 1",
    "MESH_TRACE, yes",
    "MESH_TRACE_PER_SECOND, 0",
    "MESH_TRACE_CHARS, 1000",
    "MESH_REDACT, x pin",
    "MESH_LOG_QUEUE, 0",
    "MESH_FORWARDED, appended",
    "MESH_TRACEPARENT, true",
    "MESH_CONTROL_PLANE, control-plane",
    "MESH_CONTROL_PLANE, :15010",
    "MESH_CONTROL_PLANE, host:70000",
  })
  void a_value_that_cannot_be_used_is_named(String name, String value) {
    assertThatThrownBy(() -> Settings.fromEnvironment(Map.of(name, value)))
        .isInstanceOf(Settings.BadSetting.class)
        .hasMessageStartingWith("%s: '%s' (expected: ", name, value);
  }
}
