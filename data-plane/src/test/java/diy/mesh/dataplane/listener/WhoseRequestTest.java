package diy.mesh.dataplane.listener;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What upstreams are told of each request, through the whole data path. */
@Timeout(30)
class WhoseRequestTest {

  private static final String GET = "GET / HTTP/1.1\r\nHost: app-b\r\n\r\n";
  private static final String OK = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok";

  private final BlockingQueue<String> heads = new LinkedBlockingQueue<>();

  @Test
  void an_app_sees_who_asked_and_its_client_sees_nothing_of_it() throws Exception {
    try (var origin = Origin.serving(this::answer);
        var proxy = new ProxyRig(origin.address());
        var client = proxy.connect()) {
      client.send(GET);
      String answer = client.readUntil("ok");

      assertThat(heads.take())
          .contains(
              "\r\nx-forwarded-for: 127.0.0.1\r\n",
              "\r\nx-forwarded-proto: http\r\n",
              "\r\nx-forwarded-host: app-b\r\n")
          .containsPattern("\r\nx-request-id: [0-9a-f-]{36}\r\n")
          .containsPattern("\r\ntraceparent: 00-[0-9a-f]{32}-[0-9a-f]{16}-01\r\n");
      assertThat(answer).isEqualTo(OK);
    }
  }

  @Test
  void what_leaves_a_pod_is_told_nothing_of_its_app() throws Exception {
    try (var origin = Origin.serving(this::answer);
        var proxy = ProxyRig.toService(origin.address());
        var client = proxy.connect()) {
      client.send(GET);
      client.readUntil("ok");

      assertThat(heads.take())
          .contains("x-request-id: ", "traceparent: ")
          .doesNotContain("forwarded");
    }
  }

  @Test
  void a_request_that_is_sent_again_is_still_the_same() throws Exception {
    try (var origin =
            Origin.serving(
                connection -> {
                  answer(connection);
                  heads.add(connection.readHead()); // and closes, so that it is sent again
                });
        var proxy = new ProxyRig(origin.address());
        var client = proxy.connect()) {
      client.send(GET);
      client.readUntil("ok");
      String before = heads.take();

      client.send(GET);
      client.readUntil("ok");

      String lost = heads.take();
      assertThat(heads.take()).isEqualTo(lost).isNotEqualTo(before);
    }
  }

  @Test
  void a_refusal_says_whose_request_it_answers() throws Exception {
    try (var proxy = ProxyRig.toService()) {
      String known =
          proxy.exchange(
              "GET / HTTP/1.1\r\nHost: app-b\r\nX-Request-Id: 7/a\r\nConnection: close\r\n\r\n");
      String unread = proxy.exchange("GET / HTTP/1.1\r\n\r\n");

      assertThat(known).startsWith("HTTP/1.1 503 ").contains("\r\nx-request-id: 7/a\r\n");
      assertThat(unread)
          .startsWith("HTTP/1.1 400 ")
          .containsPattern("\r\nx-request-id: [0-9a-f-]{36}\r\n");
    }
  }

  private void answer(Origin.Connection connection) throws IOException {
    heads.add(connection.readHead());
    connection.write(OK);
  }
}
