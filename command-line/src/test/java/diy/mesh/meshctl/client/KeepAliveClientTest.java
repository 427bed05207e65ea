package diy.mesh.meshctl.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class KeepAliveClientTest {

  private static final int REQUEST_BYTES = "GET /a HTTP/1.1\r\nHost: app-a\r\n\r\n".length();

  private final ExecutorService threads = Executors.newSingleThreadExecutor();

  @AfterEach
  void endServer() {
    threads.shutdownNow();
  }

  @Test
  void requests_share_a_connection() throws Exception {
    var answer = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nhi";

    try (var server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        var client = clientOf(server)) {
      var onFirst = serve(server, List.of(answer, answer));
      var answers = List.of(client.get("/a"), client.get("/a"));

      assertThat(answers).containsOnly(new KeepAliveClient.Answer(200, "hi"));
      assertThat(onFirst.get()).isEqualTo(2);
    }
  }

  @Test
  void chunks_are_put_together() throws Exception {
    var answer =
        """
        HTTP/1.1 502 Bad Gateway
        Transfer-Encoding: chunked

        3;x=y
        abc
        A
        0123456789
        0
        Trailer: 1

        """
            .replace("\n", "\r\n");

    try (var server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        var client = clientOf(server)) {
      var _ = serve(server, List.of(answer));

      assertThat(client.get("/a")).isEqualTo(new KeepAliveClient.Answer(502, "abc0123456789"));
    }
  }

  @Test
  void a_connection_that_the_server_closes_is_opened_again() throws Exception {
    var answer = "HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 2\r\n\r\nhi";

    try (var server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        var client = clientOf(server)) {
      var first = serve(server, List.of(answer));
      client.get("/a");
      first.get();
      var second = serve(server, List.of(answer));

      assertThat(client.get("/a").body()).isEqualTo("hi");
      assertThat(second.get()).isEqualTo(1);
    }
  }

  @Test
  void half_an_answer_is_a_failure() throws Exception {
    try (var server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        var client = clientOf(server)) {
      var _ = serve(server, List.of("HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nhi"));

      assertThatThrownBy(() -> client.get("/a"))
          .isInstanceOf(IOException.class)
          .hasMessage("the answer ended after 2 of 9 bytes");
    }
  }

  private static KeepAliveClient clientOf(ServerSocket server) {
    return new KeepAliveClient(
        new InetSocketAddress(server.getInetAddress(), server.getLocalPort()),
        "app-a",
        Duration.ofSeconds(10));
  }

  /** Answers so on one connection and closes it; gives the number of answers. */
  private Future<Integer> serve(ServerSocket server, List<String> answers) {
    return threads.submit(
        () -> {
          try (var socket = server.accept()) {
            for (String answer : answers) {
              socket.getInputStream().readNBytes(REQUEST_BYTES);
              socket.getOutputStream().write(answer.getBytes(StandardCharsets.US_ASCII));
            }
            return answers.size();
          }
        });
  }
}
