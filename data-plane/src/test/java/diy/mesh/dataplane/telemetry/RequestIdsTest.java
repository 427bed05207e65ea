package diy.mesh.dataplane.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class RequestIdsTest {

  private final SplittableRandom dice = new SplittableRandom(0);

  @Test
  void an_id_that_is_made_is_a_random_uuid() {
    for (int i = 0; i < 1_000; i++) {
      var ids = new RequestIds.Source(NewTraces.KEEP, dice).complete(false, false);

      String id = ids.requestId(null);
      var uuid = UUID.fromString(id);
      assertThat(uuid).hasToString(id);
      assertThat(uuid.version()).isEqualTo(4);
      assertThat(uuid.variant()).isEqualTo(2);
      assertThat(lines(ids)).isEqualTo("x-request-id: " + id + "\r\n");
      assertThat(ids.traceId(null)).isEmpty();
    }
  }

  @Test
  void a_trace_that_is_made_is_valid() {
    var ids = new RequestIds.Source(NewTraces.SAMPLED, dice).complete(false, false);

    String value = lines(ids).split("\r\n", -1)[1].substring("traceparent: ".length());
    byte[] bytes = value.getBytes(StandardCharsets.US_ASCII);
    assertThat(TraceParent.isValid(bytes, 0, bytes.length)).isTrue();
    assertThat(value).startsWith("00-" + ids.traceId(null) + "-").endsWith("-01");
  }

  @Test
  void nobody_behind_us_records_a_trace_that_is_unsampled() {
    var ids = new RequestIds.Source(NewTraces.UNSAMPLED, dice).complete(true, false);

    assertThat(lines(ids)).startsWith("traceparent: 00-" + ids.traceId(null)).endsWith("-00\r\n");
  }

  @Test
  void no_zeros_name_a_trace() {
    var ids = new RequestIds.Source(NewTraces.SAMPLED, () -> 0).complete(true, false);

    assertThat(lines(ids))
        .isEqualTo("traceparent: 00-00000000000000000000000000000001-0000000000000001-01\r\n");
  }

  @Test
  void nothing_is_made_for_what_came_with_all() {
    var ids = new RequestIds.Source(NewTraces.SAMPLED, dice).complete(true, true);

    assertThat(lines(ids)).isEmpty();
    assertThat(ids.makesId()).isFalse();
    assertThat(ids.makesTrace()).isFalse();
  }

  @Test
  void no_two_requests_have_the_same() {
    var source = new RequestIds.Source(NewTraces.SAMPLED, dice);
    Set<String> seen = new HashSet<>();

    for (int i = 0; i < 10_000; i++) {
      var ids = source.complete(false, false);
      seen.add(ids.requestId(null));
      seen.add(ids.traceId(null));
    }

    assertThat(seen).hasSize(20_000);
  }

  private static String lines(RequestIds ids) {
    return new String(ids.lines(), StandardCharsets.US_ASCII);
  }
}
