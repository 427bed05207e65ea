package diy.mesh.dataplane.http;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

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

  @Test
  void fields_of_one_response_are_none_of_the_next() throws Exception {
    var parser = new HeadParser(Limits.DEFAULT, new Fields(new byte[0], 0));
    ByteBuf received =
        bytes(
            "HTTP/1.1 200 OK\r\nA: 1\r\nTransfer-Encoding: chunked\r\nB: 2\r\n\r\n"
                + "HTTP/1.1 204 No Content\r\nC: 3\r\n\r\n");
    var first = requireNonNull(parser.response(received), "incomplete head");

    var second = requireNonNull(parser.response(received), "incomplete head");

    assertThat(first.isChunked()).isTrue();
    assertThat(second.isChunked()).isFalse();
    assertThat(second.fields().count()).isEqualTo(1);
    assertThat(second.fields().has(FieldName.TRANSFER_ENCODING)).isFalse();
    assertThat(second.fields().value("c")).isEqualTo("3");
    assertThat(second.fields().value("a")).isNull();
  }

  private static RequestMessage request(String head) throws Malformed {
    return requireNonNull(new HeadParser(Limits.DEFAULT).request(bytes(head)), "incomplete head");
  }

  private static ResponseMessage response(String head) throws Malformed {
    return requireNonNull(new HeadParser(Limits.DEFAULT).response(bytes(head)), "incomplete head");
  }

  private static ByteBuf bytes(String text) {
    return Unpooled.copiedBuffer(text, StandardCharsets.ISO_8859_1);
  }
}
