package diy.mesh.dataplane.listener;

import static org.assertj.core.api.Assertions.assertThat;

import diy.mesh.dataplane.telemetry.Metric;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Which responses reach a client, and what becomes of their connections: a row for each. */
@Timeout(30)
class ResponseTableTest {

  /** What a client gets. */
  sealed interface Outcome {

    /** 502; the upstream's connection is closed. */
    record BadGateway() implements Outcome {}

    /** The head may be gone already: only a broken connection says that the rest is missing. */
    record BrokenOff() implements Outcome {}

    /**
     * The response.
     *
     * @param client what the client gets, without {@code Connection: close}
     * @param reused whether the upstream's connection serves the next request, too
     */
    record Passed(String client, boolean reused) implements Outcome {}
  }

  /**
   * One response.
   *
   * @param closes whether the server closes its connection behind it
   */
  record Row(
      String name, String rfc, String method, String bytes, boolean closes, Outcome outcome) {
    @Override
    public String toString() {
      return "%s (RFC %s): %s".formatted(name, rfc, outcome.getClass().getSimpleName());
    }
  }

  private static final String OK = "HTTP/1.1 200 OK\r\n";
  private static final String TWO = "Content-Length: 2\r\n";
  private static final String CHUNKED = OK + "Transfer-Encoding: chunked\r\n\r\n";
  private static final String CHUNKS = CHUNKED + "2;a=\"b\"\r\nok\r\n0\r\nX: y\r\n\r\n";
  private static final String EVIL = "HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nevil";
  private static final String SECOND = "HTTP/1.1 200 OK\r\nContent-Length: 6\r\n\r\nsecond";

  static Stream<Row> rows() {
    return Stream.of(
            startLines(),
            fields(),
            framings(),
            bodies(),
            passed(),
            passedInOtherForms(),
            leftOpen())
        .flatMap(List::stream);
  }

  @ParameterizedTest
  @MethodSource("rows")
  void a_response_reaches_its_client_whole_or_not_at_all_and_nobody_else(Row row) throws Exception {
    var first = new AtomicBoolean(true);
    try (var origin = Origin.serving(connection -> serve(connection, row, first));
        var proxy = new ProxyRig(origin.address())) {
      String got =
          untilItEnds(proxy, row.method() + " / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n");
      String next = untilItEnds(proxy, "GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n");

      switch (row.outcome()) {
        case Outcome.BadGateway _ -> {
          assertThat(got)
              .contains("HTTP/1.1 502 Bad Gateway\r\nmesh-refusal: malformed-response\r\n");
          assertThat(proxy.count(Metric.refusal("malformed-response"))).isEqualTo(1);
          assertThat(origin.accepted()).isEqualTo(2);
        }
        case Outcome.BrokenOff _ -> {
          assertThat(got).doesNotContain("0\r\n\r\n").doesNotContain("evil");
          assertThat(origin.accepted()).isEqualTo(2);
        }
        case Outcome.Passed(var client, var reused) -> {
          assertThat(got.replace("Connection: close\r\n", "")).isEqualTo(client);
          assertThat(origin.accepted()).isEqualTo(reused ? 1 : 2);
        }
      }
      assertThat(next).startsWith("HTTP/1.1 200 OK\r\n").endsWith("second");
    }
  }

  private static void serve(Origin.Connection connection, Row row, AtomicBoolean first)
      throws IOException {
    while (!connection.readHead().isEmpty()) {
      boolean isFirst = first.getAndSet(false);
      connection.write(isFirst ? row.bytes() : SECOND);
      if (isFirst && row.closes()) {
        return;
      }
    }
  }

  private static String untilItEnds(ProxyRig proxy, String request) throws IOException {
    var got = new ByteArrayOutputStream();
    try (var client = proxy.connect()) {
      client.send(request);
      client.in().transferTo(got);
    } catch (IOException _) {
      // Broken off: as far as it went.
    }
    return got.toString(StandardCharsets.ISO_8859_1);
  }

  private static List<Row> startLines() {
    return List.of(
        bad("another protocol", "9112 4", "ICY 200 OK\r\n\r\n"),
        bad("HTTP/2.0", "9110 2.5", "HTTP/2.0 200 OK\r\n\r\n"),
        bad("HTTP/0.9", "9112 4", "hello" + "\r\n\r\n"),
        bad("a version in small letters", "9112 2.3", "http/1.1 200 OK\r\n\r\n"),
        bad("two digits of status", "9112 4", "HTTP/1.1 20 OK\r\n\r\n"),
        bad("four digits of status", "9112 4", "HTTP/1.1 2000 OK\r\n\r\n"),
        bad("a status of 099", "9110 15", "HTTP/1.1 099 OK\r\n\r\n"),
        bad("a status of 600", "9110 15", "HTTP/1.1 600 OK\r\n\r\n"),
        bad("two spaces before the status", "9112 4", "HTTP/1.1  200 OK\r\n\r\n"),
        bad("a control octet in the reason", "9112 4", "HTTP/1.1 200 O\u0001K\r\n\r\n"),
        bad("an empty line first", "9112 2.2", "\r\n" + OK + TWO + "\r\nok"),
        bad("a line feed behind the status line", "9112 2.2", "HTTP/1.1 200 OK\n\r\n"),
        bad("a carriage return in the reason", "9112 2.2", "HTTP/1.1 200 O\rK\r\n\r\n"),
        bad("101 to whom did not ask", "9110 15.2.2", "HTTP/1.1 101 Go\r\nUpgrade: x\r\n\r\nevil"),
        bad(
            "1xx without end",
            "9110 15.2",
            "HTTP/1.1 103 Wait\r\n\r\n".repeat(65) + OK + TWO + "\r\nok"));
  }

  private static List<Row> fields() {
    return List.of(
        bad("a space before the colon", "9112 5.1", OK + "X : a\r\n\r\n"),
        bad("a folded line", "9112 5.2", OK + "X: a\r\n b\r\n\r\n"),
        bad("a space before the first field", "9112 2.2", OK + " X: a\r\n\r\n"),
        bad("no name", "9110 5.1", OK + ": a\r\n\r\n"),
        bad("no colon", "9112 5", OK + "X\r\n\r\n"),
        bad("a NUL in a value", "9110 5.5", OK + "X: \u0000\r\n\r\n"),
        bad("a line feed alone", "9112 2.2", OK + "X: a\nY: b\r\n\r\n"),
        bad("a carriage return alone", "9112 2.2", OK + "X: a\rY: b\r\n\r\n"),
        bad("a long field", "9110 5.4", OK + "X: " + "a".repeat(66_000) + "\r\n\r\n"),
        bad("a head without end", "9110 5.4", OK + "X: " + "a".repeat(66_000)),
        bad("a status line without end", "9112 4", "HTTP/1.1 200 " + "a".repeat(66_000)),
        bad("many fields", "9110 5.4", OK + "X: a\r\n".repeat(257) + "\r\n"));
  }

  private static List<Row> framings() {
    return List.of(
        bad("a length and a coding", "9112 6.1", OK + TWO + "Transfer-Encoding: chunked\r\n\r\nok"),
        bad("two lengths", "9112 6.3", OK + TWO + "Content-Length: 3\r\n\r\nok"),
        bad("the same length twice", "9112 6.3", OK + TWO + TWO + "\r\nok"),
        bad("a list of lengths", "9112 6.3", OK + "Content-Length: 2, 2\r\n\r\nok"),
        bad("a length with a sign", "9110 8.6", OK + "Content-Length: +2\r\n\r\nok"),
        bad("an empty length", "9110 8.6", OK + "Content-Length:\r\n\r\nok"),
        bad(
            "a length of 2^64 + 2",
            "9110 8.6",
            OK + "Content-Length: 18446744073709551618\r\n\r\nok"),
        bad("another coding", "9112 6.1", OK + "Transfer-Encoding: gzip\r\n\r\nok"),
        bad("gzip in chunks", "9112 6.1", OK + "Transfer-Encoding: gzip, chunked\r\n\r\nok"),
        bad("chunked twice", "9112 6.1", OK + "Transfer-Encoding: chunked, chunked\r\n\r\nok"),
        bad("xchunked", "9112 6.1", OK + "Transfer-Encoding: xchunked\r\n\r\nok"),
        bad(
            "chunked in HTTP/1.0",
            "9112 6.1",
            "HTTP/1.0 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n"));
  }

  private static List<Row> bodies() {
    return List.of(
        broken("a bad chunk size", "9112 7.1", CHUNKED + "g\r\nevil"),
        broken("more data than the chunk's size", "9112 7.1", CHUNKED + "2\r\nokevil\r\n0\r\n\r\n"),
        broken("a line feed behind a chunk's size", "9112 7.1", CHUNKED + "4\nevil\r\n0\r\n\r\n"),
        broken(
            "a length in the trailers", "9110 6.5.1", CHUNKED + "0\r\nContent-Length: 1\r\n\r\n"),
        broken("a folded trailer", "9112 5.2", CHUNKED + "0\r\nX: a\r\n b\r\n\r\n"),
        broken("trailers without end", "9112 7.1.2", CHUNKED + "0\r\n" + "X: a\r\n".repeat(99)),
        brokenByClose("a body that ends early", OK + "Content-Length: 9\r\n\r\nok"),
        brokenByClose("chunks that end early", CHUNKED + "9\r\nok"),
        brokenByClose("chunks without a last one", CHUNKED + "2\r\nok\r\n"));
  }

  private static List<Row> passed() {
    return List.of(
        passed("a length", "9112 6.2", OK + TWO + "\r\nok", OK + TWO + "\r\nok", true),
        passed("chunks, extension, trailer", "9112 7.1", CHUNKS, CHUNKS, true),
        passed(
            "zeros before a length",
            "9110 8.6",
            OK + "Content-Length: 02\r\n\r\nok",
            OK + TWO + "\r\nok",
            true),
        passed(
            "no reason",
            "9112 4",
            "HTTP/1.1 200 \r\n" + TWO + "\r\nok",
            "HTTP/1.1 200 \r\n" + TWO + "\r\nok",
            true));
  }

  private static List<Row> passedInOtherForms() {
    String noContent = "HTTP/1.1 204 No\r\n\r\n";
    String notModified = "HTTP/1.1 304 Same\r\nContent-Length: 4\r\n\r\n";
    return List.of(
        passed(
            "a higher minor version",
            "9110 2.5",
            "HTTP/1.2 200 OK\r\n" + TWO + "\r\nok",
            OK + TWO + "\r\nok",
            true),
        passed(
            "obs-text",
            "9110 5.5",
            OK + "X: \u00e9\r\n" + TWO + "\r\nok",
            OK + "X: \u00e9\r\n" + TWO + "\r\nok",
            true),
        passed(
            "a status of nobody's",
            "9110 15",
            "HTTP/1.1 299 Mine\r\n" + TWO + "\r\nok",
            "HTTP/1.1 299 Mine\r\n" + TWO + "\r\nok",
            true),
        passed(
            "1xx before it",
            "9110 15.2",
            "HTTP/1.1 103 Wait\r\nX: y\r\n\r\n" + OK + TWO + "\r\nok",
            "HTTP/1.1 103 Wait\r\nX: y\r\n\r\n" + OK + TWO + "\r\nok",
            true),
        passed(
            "204 with a length",
            "9110 8.6",
            "HTTP/1.1 204 No\r\nContent-Length: 4\r\n\r\n",
            noContent,
            true),
        passed(
            "204 with a body",
            "9112 6.3",
            "HTTP/1.1 204 No\r\nContent-Length: 4\r\n\r\nevil",
            noContent,
            false),
        passed("304 with a length", "9110 8.6", notModified, notModified, true),
        passed("304 with a body", "9112 6.3", notModified + "evil", notModified, false),
        passed("surplus bytes", "9112 6.3", OK + TWO + "\r\nokevil", OK + TWO + "\r\nok", false),
        passed(
            "a surplus response",
            "9112 6.3",
            OK + TWO + "\r\nok" + EVIL,
            OK + TWO + "\r\nok",
            false),
        passed("a surplus response behind chunks", "9112 6.3", CHUNKS + EVIL, CHUNKS, false),
        passed(
            "Connection: close",
            "9112 9.6",
            OK + "Connection: close\r\n" + TWO + "\r\nok",
            OK + TWO + "\r\nok",
            false));
  }

  private static List<Row> leftOpen() {
    String rechunked = CHUNKED + "5\r\nhello\r\n0\r\n\r\n";
    String length = OK + "Content-Length: 4\r\n\r\n";
    return List.of(
        closing("a body until the end", "9112 6.3", "HTTP/1.0 200 OK\r\n\r\nhello", rechunked),
        closing("a body until the end in HTTP/1.1", "9112 6.3", OK + "\r\nhello", rechunked),
        head("a length for HEAD", length, length, true),
        head("chunks for HEAD", CHUNKED, OK + "\r\n", true),
        head("a body for HEAD", length + "evil", length, false));
  }

  private static Row bad(String name, String rfc, String bytes) {
    return new Row(name, rfc, "GET", bytes, false, new Outcome.BadGateway());
  }

  private static Row broken(String name, String rfc, String bytes) {
    return new Row(name, rfc, "GET", bytes, false, new Outcome.BrokenOff());
  }

  private static Row brokenByClose(String name, String bytes) {
    return new Row(name, "9112 8", "GET", bytes, true, new Outcome.BrokenOff());
  }

  private static Row passed(String name, String rfc, String bytes, String client, boolean reused) {
    return new Row(name, rfc, "GET", bytes, false, new Outcome.Passed(client, reused));
  }

  private static Row closing(String name, String rfc, String bytes, String client) {
    return new Row(name, rfc, "GET", bytes, true, new Outcome.Passed(client, false));
  }

  private static Row head(String name, String bytes, String client, boolean reused) {
    return new Row(name, "9110 9.3.2", "HEAD", bytes, false, new Outcome.Passed(client, reused));
  }
}
