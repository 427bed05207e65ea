package diy.mesh.dataplane.http;

import static org.assertj.core.api.Assertions.assertThat;

import diy.mesh.dataplane.telemetry.NewTraces;
import diy.mesh.dataplane.telemetry.RequestIds;
import diy.mesh.model.service.Address;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What an upstream is told of whose request it is: passed on, or made. */
class PassedFieldsTest {

  private static final String TRACE = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";
  private static final InetSocketAddress CLIENT = new InetSocketAddress("10.201.0.1", 40_000);

  private NewTraces traces = NewTraces.KEEP;
  private ForwardedFields forwarded = ForwardedFields.NONE;

  @Test
  void ids_pass_as_they_came() throws Malformed {
    traces = NewTraces.SAMPLED;

    var sent = sent("X-Request-ID: {no}/uuid,1", "Traceparent: " + TRACE, "X: y");

    assertThat(sent)
        .containsExactly("Host: a", "X-Request-ID: {no}/uuid,1", "Traceparent: " + TRACE, "X: y");
  }

  @Test
  void what_is_missing_is_made() throws Malformed {
    traces = NewTraces.SAMPLED;

    var sent = sent("X: y");

    assertThat(sent).hasSize(4).startsWith("Host: a", "X: y");
    assertThat(sent.get(2)).matches("x-request-id: [0-9a-f-]{36}");
    assertThat(sent.get(3)).matches("traceparent: 00-[0-9a-f]{32}-[0-9a-f]{16}-01");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "x-request-id:",
        "x-request-id: two words",
        "x-request-id: caf\u00e9",
        "x-request-id: tab\tbed",
        "x-request-id: one\r\nX-Request-Id: two",
      })
  void an_id_that_is_none_is_replaced(String line) throws Malformed {
    var sent = sent(line, "X: y");

    assertThat(sent).hasSize(3).startsWith("Host: a", "X: y");
    assertThat(sent.get(2)).matches("x-request-id: [0-9a-f-]{36}");
  }

  @Test
  void an_id_of_a_line_of_128_passes_and_no_longer_one() throws Malformed {
    String longest = "x-request-id: " + "a".repeat(128);

    assertThat(sent(longest)).containsExactly("Host: a", longest);
    assertThat(sent(longest + "a")).doesNotContain(longest + "a").hasSize(2);
  }

  @Test
  void the_state_of_a_trace_passes_with_its_parent() throws Malformed {
    traces = NewTraces.SAMPLED;

    var sent =
        sent("x-request-id: 1", "tracestate: a=b", "traceparent: " + TRACE, "tracestate: c=d");

    assertThat(sent)
        .containsExactly(
            "Host: a",
            "x-request-id: 1",
            "tracestate: a=b",
            "traceparent: " + TRACE,
            "tracestate: c=d");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "X: y",
        "traceparent: none",
        "traceparent: " + TRACE + "\r\ntraceparent: " + TRACE,
      })
  void without_a_parent_a_trace_begins_and_no_state_of_another_passes(String line)
      throws Malformed {
    traces = NewTraces.UNSAMPLED;

    var sent = sent("x-request-id: 1", line, "tracestate: a=b");

    assertThat(sent)
        .noneMatch(each -> each.startsWith("tracestate"))
        .doesNotContain("traceparent: " + TRACE);
    assertThat(sent.getLast()).matches("traceparent: 00-[0-9a-f]{32}-[0-9a-f]{16}-00");
  }

  @Test
  void traces_are_left_alone_where_that_is_asked_for() throws Malformed {
    var lines = List.of("x-request-id: 1", "traceparent: none", "tracestate: a=b");

    assertThat(sent(lines.toArray(String[]::new))).containsSubsequence(lines).hasSize(4);
  }

  @Test
  void a_client_cannot_have_them_taken_away() throws Malformed {
    traces = NewTraces.SAMPLED;
    forwarded = ForwardedFields.of(ForwardedPolicy.APPEND, CLIENT);

    var sent =
        sent(
            "Connection: x-request-id, traceparent, x-forwarded-for, x",
            "x-request-id: 1",
            "traceparent: " + TRACE,
            "x-forwarded-for: 10.9.9.9",
            "X: y");

    assertThat(sent)
        .contains(
            "x-request-id: 1", "traceparent: " + TRACE, "x-forwarded-for: 10.9.9.9, 10.201.0.1")
        .doesNotContain("X: y");
  }

  @Test
  void the_outbound_side_tells_nothing_of_its_own_app() throws Malformed {
    var sent = sent("x-request-id: 1", "X-Forwarded-For: 10.9.9.9");

    assertThat(sent).containsExactly("Host: a", "x-request-id: 1", "X-Forwarded-For: 10.9.9.9");
  }

  @Test
  void the_inbound_side_tells_who_asked() throws Malformed {
    forwarded = ForwardedFields.of(ForwardedPolicy.APPEND, CLIENT);

    var sent = sent("x-request-id: 1");

    assertThat(sent)
        .containsExactly(
            "Host: a",
            "x-request-id: 1",
            "x-forwarded-for: 10.201.0.1",
            "x-forwarded-proto: http",
            "x-forwarded-host: a");
  }

  @Test
  void the_client_comes_behind_those_who_asked_before_it() throws Malformed {
    forwarded = ForwardedFields.of(ForwardedPolicy.APPEND, CLIENT);

    var sent =
        sent(
            "x-request-id: 1",
            "X-Forwarded-For: 1.2.3.4",
            "X-Forwarded-Proto: https",
            "X-FORWARDED-FOR:5.6.7.8, 10.9.9.9 \t",
            "X-Forwarded-Host: shop",
            "Forwarded: for=1.2.3.4");

    assertThat(sent)
        .containsExactly(
            "Host: a",
            "x-request-id: 1",
            "X-Forwarded-For: 1.2.3.4",
            "X-Forwarded-Proto: https",
            "X-FORWARDED-FOR:5.6.7.8, 10.9.9.9, 10.201.0.1",
            "X-Forwarded-Host: shop",
            "Forwarded: for=1.2.3.4");
  }

  @Test
  void an_empty_list_of_clients_gets_its_first() throws Malformed {
    forwarded = ForwardedFields.of(ForwardedPolicy.APPEND, CLIENT);

    assertThat(sent("X-Forwarded-For:")).contains("X-Forwarded-For: 10.201.0.1");
  }

  @Test
  void nothing_that_a_client_says_is_believed_where_all_is_replaced() throws Malformed {
    forwarded = ForwardedFields.of(ForwardedPolicy.REPLACE, CLIENT);

    var sent =
        sent(
            "x-request-id: 1",
            "X-Forwarded-For: 1.2.3.4",
            "X-Forwarded-Proto: https",
            "X-Forwarded-For: 5.6.7.8",
            "X-Forwarded-Host: shop",
            "Forwarded: for=1.2.3.4");

    assertThat(sent)
        .containsExactly(
            "Host: a",
            "x-request-id: 1",
            "x-forwarded-for: 10.201.0.1",
            "x-forwarded-proto: http",
            "x-forwarded-host: a");
  }

  @Test
  void an_ipv6_client_is_told_without_brackets_and_zone() throws Malformed {
    forwarded =
        ForwardedFields.of(ForwardedPolicy.APPEND, new InetSocketAddress("fe80::1%1", 40_000));

    assertThat(sent("x-request-id: 1")).contains("x-forwarded-for: fe80::1");
  }

  @Test
  void a_client_without_an_address_is_unknown() throws Malformed {
    @Nullable InetSocketAddress nobody = null;
    forwarded = ForwardedFields.of(ForwardedPolicy.APPEND, nobody);

    assertThat(sent("x-request-id: 1")).contains("x-forwarded-for: unknown");
  }

  /** The field lines that the upstream gets. */
  private List<String> sent(String... lines) throws Malformed {
    String head = "GET / HTTP/1.1\r\nHost: a\r\n" + String.join("\r\n", lines) + "\r\n\r\n";
    var request =
        Objects.requireNonNull(
            new HeadParser(Limits.DEFAULT)
                .request(Unpooled.wrappedBuffer(head.getBytes(StandardCharsets.ISO_8859_1))));
    ByteBuf out = Unpooled.buffer();
    var ids = ReceivedIds.complete(request, new RequestIds.Source(traces, new SplittableRandom(0)));
    HeadWriter.request(request, ids, forwarded, Address.of("10.0.0.1", 80), out);
    List<String> written = out.toString(StandardCharsets.ISO_8859_1).lines().toList();
    return written.subList(1, written.size() - 1);
  }
}
