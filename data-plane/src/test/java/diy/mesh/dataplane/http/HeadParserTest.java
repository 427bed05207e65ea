package diy.mesh.dataplane.http;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import diy.mesh.dataplane.refuse.Refusal.Fault;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HeadParserTest {

  private static final String HOST = "Host: app-b\r\n";

  @Test
  void a_request_is_read_as_it_was_written() throws Exception {
    var request = request("GET /cart?id=7 HTTP/1.1\r\nHost: app-b:80\r\nX-Trace:  a b \r\n\r\n");

    assertThat(request.method()).isEqualTo("GET");
    assertThat(request.target()).isEqualTo("/cart?id=7");
    assertThat(request.authority()).isEqualTo("app-b:80");
    assertThat(request.header("x-trace")).isEqualTo("a b");
    assertThat(request.header("x-other")).isNull();
  }

  @Test
  void a_head_in_single_bytes_is_complete_with_the_last_one() throws Exception {
    String head = "\r\nGET / HTTP/1.1\r\n" + HOST + "\r\n";
    var parser = new HeadParser(Limits.DEFAULT);
    ByteBuf received = Unpooled.buffer();
    for (int i = 0; i < head.length() - 1; i++) {
      received.writeByte(head.charAt(i));
      assertThat(parser.request(received)).as("after %d bytes", i + 1).isNull();
    }

    received.writeByte(head.charAt(head.length() - 1));

    assertThat(parser.request(received)).isNotNull();
    assertThat(received.isReadable()).isFalse();
  }

  @Test
  void what_follows_a_head_is_left() throws Exception {
    ByteBuf received = bytes("GET / HTTP/1.1\r\n" + HOST + "\r\nGET /next");

    new HeadParser(Limits.DEFAULT).request(received);

    assertThat(received.toString(StandardCharsets.US_ASCII)).isEqualTo("GET /next");
  }

  @Test
  void the_host_of_an_absolute_target_wins() throws Exception {
    var request = request("GET http://app-c:81?q HTTP/1.1\r\n" + HOST + "\r\n");

    assertThat(request.authority()).isEqualTo("app-c:81");
    assertThat(request.target()).isEqualTo("/?q");
  }

  @Test
  void forty_kilobytes_of_fields_are_read() throws Exception {
    String cookie = "Cookie: " + "c".repeat(10 * 1024) + "\r\n";

    var request = request("GET / HTTP/1.1\r\n" + HOST + cookie.repeat(4) + "\r\n");

    assertThat(request.header("cookie")).hasSize(10 * 1024);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "GET  / HTTP/1.1\r\nHost: a\r\n\r\n", // two spaces
        "GET /\r\nHost: a\r\n\r\n", // HTTP/0.9
        "GET / HTTP/1.1 \r\nHost: a\r\n\r\n",
        "GET / http/1.1\r\nHost: a\r\n\r\n",
        "GET / HTTP/1.1\nHost: a\r\n\r\n", // bare line feeds
        "GET / HTTP/1.1\r\nHost: a\n\r\n",
        "GET / HTTP/1.1\r\nHost: a\r\rX: b\r\n\r\n", // bare carriage return
        "GET / HTTP/1.1\r\nHost: a\r\nX: a\r\n b\r\n\r\n", // folded
        "GET / HTTP/1.1\r\n Host: a\r\n\r\n",
        "GET / HTTP/1.1\r\nHost : a\r\n\r\n", // space before the colon
        "GET / HTTP/1.1\r\nHost: a\r\n: b\r\n\r\n", // no name
        "GET / HTTP/1.1\r\nHost: a\r\nX\r\n\r\n", // no colon
        "GET / HTTP/1.1\r\nHost: a\r\nX: \u0000\r\n\r\n", // control octet
        "GET / HTTP/1.1\r\n\r\n", // no Host
        "GET / HTTP/1.1\r\nHost: a\r\nHost: a\r\n\r\n",
        "GET / HTTP/1.1\r\nHost: a/b\r\n\r\n",
        "GET / HTTP/1.1\r\nHost: a b\r\n\r\n",
        "GET a HTTP/1.1\r\nHost: a\r\n\r\n",
        "GET * HTTP/1.1\r\nHost: a\r\n\r\n",
        "GET /#f HTTP/1.1\r\nHost: a\r\n\r\n",
        "GET ftp://a/ HTTP/1.1\r\nHost: a\r\n\r\n",
        "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n",
        "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: +1\r\n\r\n",
        "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 1, 1\r\n\r\n",
        "POST / HTTP/1.1\r\nHost: a\r\nContent-Length:\r\n\r\n",
        "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n",
        "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n"
            + "Transfer-Encoding: chunked\r\n\r\n",
        "POST / HTTP/1.0\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n"
      })
  void what_could_be_read_in_two_ways_is_refused(String head) {
    assertThat(fault(head)).isEqualTo(Fault.BAD_REQUEST);
  }

  @Test
  void each_kind_of_excess_has_its_own_status() {
    String longTarget = "GET /" + "a".repeat(17 * 1024) + " HTTP/1.1\r\n" + HOST + "\r\n";
    String longHead = "GET / HTTP/1.1\r\n" + HOST + "X: " + "a".repeat(65 * 1024);
    String manyFields = "GET / HTTP/1.1\r\n" + HOST + "X: a\r\n".repeat(256) + "\r\n";

    assertThat(fault(longTarget)).isEqualTo(Fault.TARGET_TOO_LONG);
    assertThat(fault(longTarget.substring(0, 16_500))).isEqualTo(Fault.TARGET_TOO_LONG);
    assertThat(fault(longHead)).isEqualTo(Fault.HEADERS_TOO_LARGE);
    assertThat(fault(manyFields)).isEqualTo(Fault.HEADERS_TOO_LARGE);
    assertThat(fault("GET / HTTP/2.0\r\n" + HOST + "\r\n")).isEqualTo(Fault.VERSION_NOT_SUPPORTED);
    assertThat(fault("CONNECT a:80 HTTP/1.1\r\n" + HOST + "\r\n")).isEqualTo(Fault.NOT_IMPLEMENTED);
    assertThat(fault("POST / HTTP/1.1\r\n" + HOST + "Transfer-Encoding: gzip, chunked\r\n\r\n"))
        .isEqualTo(Fault.NOT_IMPLEMENTED);
  }

  @Test
  void a_request_without_host_is_allowed_in_http_1_0() throws Exception {
    assertThat(request("GET / HTTP/1.0\r\n\r\n").authority()).isEmpty();
  }

  @Test
  void a_response_is_read_with_and_without_a_reason() throws Exception {
    assertThat(response("HTTP/1.1 200 OK\r\n\r\n").status()).isEqualTo(200);
    assertThat(response("HTTP/1.1 204 \r\n\r\n").status()).isEqualTo(204);
    assertThat(response("HTTP/1.0 404\r\n\r\n").status()).isEqualTo(404);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "HTTP/1.1 20 OK\r\n\r\n",
        "HTTP/1.1 2000 OK\r\n\r\n",
        "HTTP/1.1 999 OK\r\n\r\n",
        "HTTP/1.1  200 OK\r\n\r\n",
        "ICY 200 OK\r\n\r\n",
        "HTTP/1.1 200 OK\r\nX : a\r\n\r\n",
        "HTTP/1.1 200 OK\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: gzip\r\n\r\n"
      })
  void a_malformed_response_is_refused(String head) {
    assertThatThrownBy(() -> response(head)).isInstanceOf(Malformed.class);
  }

  private static RequestMessage request(String head) throws Malformed {
    return requireNonNull(new HeadParser(Limits.DEFAULT).request(bytes(head)), "incomplete head");
  }

  private static ResponseMessage response(String head) throws Malformed {
    return requireNonNull(new HeadParser(Limits.DEFAULT).response(bytes(head)), "incomplete head");
  }

  private static Fault fault(String head) {
    Malformed malformed =
        catchThrowableOfType(
            Malformed.class, () -> new HeadParser(Limits.DEFAULT).request(bytes(head)));
    assertThat(malformed).as(head).isNotNull();
    return malformed.fault();
  }

  private static ByteBuf bytes(String text) {
    return Unpooled.copiedBuffer(text, StandardCharsets.ISO_8859_1);
  }
}
