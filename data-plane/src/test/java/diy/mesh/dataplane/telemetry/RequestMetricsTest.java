package diy.mesh.dataplane.telemetry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.OutputStream;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class RequestMetricsTest {

  private static final String REQUESTS = "mesh_proxy_requests_total";
  private static final String DURATION = "mesh_proxy_request_duration_seconds";

  private static final RequestIds.Source IDS =
      new RequestIds.Source(NewTraces.KEEP, new SplittableRandom(0));

  private final Telemetry telemetry = new Telemetry(3);
  private final Observer loop = observer();
  private final Observer otherLoop = observer();

  private Observer observer() {
    var unwritten = LineWriter.start(OutputStream.nullOutputStream(), 1);
    var outputs =
        new RequestLog.Outputs(
            new LogSwitches(LineFormat.OFF, false),
            new RequestTrace.Limits(1, 1_000, Redaction.of(List.of(), false)),
            unwritten,
            unwritten,
            InstantSource.system(),
            () -> 0);
    Counters counters = telemetry.newCounters();
    return new Observer(counters, IDS, new RequestLog(outputs, counters));
  }

  @Test
  void requests_of_all_loops_are_counted_by_what_became_of_them() {
    finish(loop, "CanaryRoute demo/app-b", "demo/app-b2", 200, "", Duration.ZERO);
    finish(otherLoop, "CanaryRoute demo/app-b", "demo/app-b2", 204, "", Duration.ZERO);
    finish(loop, "CanaryRoute demo/app-b", "demo/app-b2", 503, "no-endpoint", Duration.ZERO);
    finish(loop, "CanaryRoute demo/app-b", "demo/app-b2", 0, "client-gone", Duration.ZERO);

    assertThat(telemetry.exposition().lines().filter(line -> line.startsWith(REQUESTS)))
        .containsExactly(
            requests("2xx", "") + " 2",
            requests("none", "client-gone") + " 1",
            requests("5xx", "no-endpoint") + " 1");
  }

  @Test
  void a_latency_is_in_the_first_bucket_that_takes_it() {
    finish(loop, "r", "b", 200, "", Duration.ofNanos(500_000));
    finish(loop, "r", "b", 200, "", Duration.ofNanos(500_001));
    finish(otherLoop, "r", "b", 200, "", Duration.ofSeconds(11));

    var samples = scrape().family(DURATION).samples();

    assertThat(samples.stream().filter(s -> s.name().endsWith("_bucket")).map(this::bucket))
        .startsWith("0.0005=1", "0.001=2", "0.0025=2")
        .endsWith("10=2", "+Inf=3");
    assertThat(samples.getLast().value()).isEqualTo(3);
    assertThat(samples.get(samples.size() - 2).value()).isEqualTo(11.001000001);
  }

  @Test
  void what_is_beyond_the_bound_is_counted_as_other() {
    for (int i = 0; i < 5; i++) {
      finish(loop, "Service demo/s" + i, "demo/s" + i, 200, "", Duration.ZERO);
    }

    var samples = scrape().family(REQUESTS).samples();

    assertThat(samples.stream().map(s -> s.labels().get("route") + "=" + (int) s.value()))
        .containsExactlyInAnyOrder(
            "Service demo/s0=1", "Service demo/s1=1", "Service demo/s2=1", "other=2");
    assertThat(telemetry.value(Metric.SERIES_TURNED_AWAY)).isEqualTo(2);
  }

  @Test
  void every_exposition_is_valid_and_labels_survive_it() {
    String odd = "a\\b\"c\nd{e}=,f ü";
    finish(loop, odd, "", 404, "", Duration.ofMillis(3));

    var scrape = scrape();

    assertThat(scrape.families()).hasSameSizeAs(MetricFamily.values());
    assertThat(scrape.family(REQUESTS).samples().getFirst().labels()).containsEntry("route", odd);
    for (MetricFamily family : MetricFamily.values()) {
      assertThat(scrape.family(family.fullName()).samples())
          .as(family.fullName())
          .isNotEmpty()
          .allMatch(sample -> sample.labels().keySet().containsAll(family.labels()));
    }
  }

  @Test
  void a_counter_ends_in_total_and_nothing_else_does() {
    for (MetricFamily family : MetricFamily.values()) {
      assertThat(family.fullName().endsWith("_total"))
          .as(family.fullName())
          .isEqualTo(family.type() == MetricFamily.Type.COUNTER);
    }
  }

  @Test
  void the_parser_that_says_so_is_strict() {
    String head = "# HELP a b\n# TYPE a histogram\n";
    for (String wrong :
        List.of(
            "a 1\n",
            "# HELP a b\n# TYPE a counter\na{b=\"\\x\"} 1\n",
            "# HELP a b\n# TYPE a counter\na 1\na 2\n",
            "# HELP a b\n# TYPE a counter\na 1",
            head + "a_bucket{le=\"1\"} 1\na_sum 1\na_count 1\n",
            head + "a_bucket{le=\"1\"} 2\na_bucket{le=\"+Inf\"} 1\na_sum 1\na_count 1\n",
            head + "a_bucket{le=\"2\"} 1\na_bucket{le=\"1\"} 1\na_sum 1\na_count 1\n",
            head + "a_bucket{le=\"+Inf\"} 1\na_count 1\n")) {
      assertThatThrownBy(() -> PrometheusText.parse(wrong))
          .as(wrong)
          .isInstanceOf(AssertionError.class);
    }
  }

  private void finish(
      Observer at, String route, String backend, int status, String reason, Duration took) {
    var series = telemetry.series().of(Direction.OUTBOUND, route, backend);
    var record =
        new RequestRecord(
            null, IDS.complete(true, true), null, 1_000, new Attribution(series, "here:1"));
    if (status > 0) {
      record.responded(status);
    }
    record.failed(reason);
    at.finished(record, 1_000 + took.toNanos());
  }

  private PrometheusText.Scrape scrape() {
    return PrometheusText.parse(telemetry.exposition());
  }

  private String bucket(PrometheusText.Sample sample) {
    return sample.labels().get("le") + "=" + (int) sample.value();
  }

  private static String requests(String status, String reason) {
    return REQUESTS
        + "{direction=\"outbound\",route=\"CanaryRoute demo/app-b\",backend=\"demo/app-b2\","
        + "status=\"%s\",reason=\"%s\"}".formatted(status, reason);
  }
}
