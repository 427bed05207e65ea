package diy.mesh.dataplane.listener;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A server may answer before it has read the request, and not read the rest at all. */
@Timeout(60)
class EarlyResponseTest {

  private static final int CONTENT = 20_000;
  private static final int ROUNDS = 100;
  private static final byte[] BODY = new byte[4 * 1024 * 1024];
  private static final String TOO_LARGE =
      "HTTP/1.1 413 Content Too Large\r\nContent-Length: " + CONTENT + "\r\n\r\n";

  /** Its last byte is never sent: kernels may hold all others before the server answers. */
  private static final String POST =
      "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: " + (BODY.length + 1) + "\r\n\r\n";

  @Test
  void it_is_whole_even_if_the_server_closes_at_once() throws Exception {
    try (var origin =
            Origin.serving(
                connection -> {
                  connection.readHead();
                  // Closed with bytes unread: the server's kernel sends a reset behind the answer.
                  connection.write(TOO_LARGE + "a".repeat(CONTENT));
                });
        var proxy = new ProxyRig(origin.address())) {
      for (int round = 0; round < ROUNDS; round++) {
        try (var client = proxy.connect()) {
          Thread sender = sendAll(client);
          String answer = client.readToEnd();
          sender.join();

          assertThat(answer).startsWith("HTTP/1.1 413 ").contains("Connection: close\r\n");
          assertThat(answer.substring(answer.indexOf("\r\n\r\n") + 4)).hasSize(CONTENT);
        }
      }
    }
  }

  @Test
  void its_connection_serves_nobody_else() throws Exception {
    var answered = new CountDownLatch(1);
    try (var origin =
            Origin.serving(
                connection -> {
                  connection.readHead();
                  connection.write(TOO_LARGE + "a".repeat(CONTENT));
                  answered.countDown();
                  while (!connection.readHead().isEmpty()) {
                    connection.write("HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nevil");
                  }
                });
        var proxy = new ProxyRig(origin.address());
        var client = proxy.connect()) {
      client.send(POST);
      answered.await();
      String answer = client.readToEnd();
      String next = proxy.exchange("GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n");

      assertThat(answer).startsWith("HTTP/1.1 413 ").endsWith("aaaa");
      assertThat(next).doesNotContain("evil");
      assertThat(origin.accepted()).isEqualTo(2);
    }
  }

  private static Thread sendAll(ProxyRig.Client client) {
    return Thread.ofVirtual()
        .start(
            () -> {
              try {
                client.send(POST);
                client.socket().getOutputStream().write(BODY);
              } catch (IOException _) {
                // The proxy may close before all is sent; what counts is what it answered.
              }
            });
  }
}
