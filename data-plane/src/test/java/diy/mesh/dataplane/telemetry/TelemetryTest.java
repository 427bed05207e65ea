package diy.mesh.dataplane.telemetry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import diy.mesh.dataplane.refuse.Refusal;
import diy.mesh.dataplane.refuse.Refusal.Fault;
import diy.mesh.model.service.Address;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class TelemetryTest {

  private static final Address UPSTREAM = Address.of("10.0.0.1", 80);

  @Test
  void what_all_loops_counted_is_summed() {
    var telemetry = new Telemetry(100);
    var one = telemetry.newCounters();
    var other = telemetry.newCounters();

    one.increment(Metric.RETRIES_UPSTREAM_CLOSED);
    one.add(Metric.BYTES_SENT, 5_000_000_000L);
    other.increment(Metric.RETRIES_UPSTREAM_CLOSED);

    assertThat(telemetry.value(Metric.RETRIES_UPSTREAM_CLOSED)).isEqualTo(2);
    assertThat(telemetry.value(Metric.BYTES_SENT)).isEqualTo(5_000_000_000L);
    assertThat(telemetry.value(Metric.BYTES_RECEIVED)).isZero();
  }

  @Test
  void a_gauge_is_read_where_it_is() {
    var telemetry = new Telemetry(100);

    telemetry.gauge(Metric.CONFIG_TARGETS, () -> 7);

    assertThat(telemetry.exposition().lines()).contains("mesh_proxy_config_targets 7");
  }

  @Test
  void what_opened_and_closed_is_open_no_more() {
    var telemetry = new Telemetry(100);
    var counters = telemetry.newCounters();

    counters.add(Metric.open(Direction.INBOUND), 1);
    counters.add(Metric.open(Direction.OUTBOUND), 1);
    counters.add(Metric.open(Direction.INBOUND), -1);

    assertThat(telemetry.exposition().lines())
        .contains(
            "mesh_proxy_connections_open{direction=\"inbound\"} 0",
            "mesh_proxy_connections_open{direction=\"outbound\"} 1");
  }

  @Test
  void each_name_is_explained_once_before_its_series() {
    var text = new Telemetry(100).exposition();

    assertThat(text)
        .contains(
            """
            # HELP mesh_proxy_config_answers_total Targets received, by whether they could be used.
            # TYPE mesh_proxy_config_answers_total counter
            mesh_proxy_config_answers_total{answer="ack"} 0
            mesh_proxy_config_answers_total{answer="nack"} 0
            """);
    assertThat(text.lines().filter(line -> line.startsWith("# HELP"))).doesNotHaveDuplicates();
  }

  @Test
  void every_series_is_there_once() {
    var series = Arrays.stream(Metric.values()).map(Metric::series).toList();

    assertThat(series).doesNotHaveDuplicates();
  }

  @Test
  void every_reason_to_refuse_has_a_metric() {
    List<Refusal> refusals =
        Stream.concat(
                Arrays.stream(Fault.values()).map(fault -> new Refusal.Malformed(fault, "")),
                Stream.<Refusal>of(
                    new Refusal.UnknownBackend("demo/app", "gone", "route"),
                    new Refusal.NoRule("service", "/"),
                    new Refusal.NoWeight("route"),
                    new Refusal.NoEndpoint("demo/app"),
                    new Refusal.ConnectFailed(List.of(UPSTREAM), "refused"),
                    new Refusal.NoDescriptor(UPSTREAM, 1_024),
                    new Refusal.UpstreamTimeout(UPSTREAM, "300 s"),
                    new Refusal.DeadlineExceeded(),
                    new Refusal.UpstreamClosed(UPSTREAM),
                    new Refusal.MalformedResponse(UPSTREAM, "nonsense"),
                    new Refusal.Loop(UPSTREAM)))
            .toList();

    var metrics = refusals.stream().map(refusal -> Metric.refusal(refusal.reason())).toList();

    assertThat(metrics).doesNotHaveDuplicates();
    assertThat(refusals.stream().map(Object::getClass).distinct())
        .as("an example of each kind")
        .hasSameSizeAs(Refusal.class.getPermittedSubclasses());
  }

  @Test
  void a_reason_without_a_metric_is_refused() {
    assertThatThrownBy(() -> Metric.refusal("boredom"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("reason: boredom (expected: one of");
  }
}
