package diy.mesh.dataplane.listener;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.Set;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** NTLM and Negotiate prove who a connection belongs to: it serves nobody else. */
@Timeout(30)
class ConnectionAuthenticationTest {

  private static final String GET = "GET / HTTP/1.1\r\nHost: a\r\n\r\n";

  /** Answers with the number of the connection, and remembers which have ended. */
  private static Origin numbering(String head, BlockingQueue<Integer> ended) throws IOException {
    var connections = new AtomicInteger();
    return Origin.serving(
        connection -> {
          int number = connections.incrementAndGet();
          while (!connection.readHead().isEmpty()) {
            connection.write(head + "Content-Length: 2\r\n\r\n#" + number);
          }
          ended.add(number);
        });
  }

  private static int connectionOf(ProxyRig.Client client, String request) throws IOException {
    client.send(request);
    client.readUntil("\r\n\r\n#");
    return client.in().read() - '0';
  }

  private static String with(String field) {
    return GET.replace("\r\n\r\n", "\r\n" + field + "\r\n\r\n");
  }

  @Test
  void a_client_that_authenticates_its_connection_has_it_for_itself() throws Exception {
    for (String proof :
        new String[] {
          "Authorization: NTLM TlRMTVNTUAAB",
          "authorization: negotiate YII",
          "Proxy-Authorization: Negotiate YII"
        }) {
      try (var origin = numbering("HTTP/1.1 200 OK\r\n", new ArrayBlockingQueue<>(9));
          var proxy = new ProxyRig(origin.address());
          var client = proxy.connect();
          var stranger = proxy.connect()) {
        int first = connectionOf(client, with(proof));
        int strangers = connectionOf(stranger, GET);
        int second = connectionOf(client, GET);

        assertThat(second).as(proof).isEqualTo(first);
        assertThat(strangers).as(proof).isNotEqualTo(first);
      }
    }
  }

  @Test
  void a_challenge_binds_the_connection_it_came_on() throws Exception {
    String head = "HTTP/1.1 401 Unauthorized\r\nWWW-Authenticate: Basic realm=\"x\", NTLM\r\n";
    try (var origin = numbering(head, new ArrayBlockingQueue<>(9));
        var proxy = new ProxyRig(origin.address());
        var client = proxy.connect();
        var stranger = proxy.connect()) {
      int challenged = connectionOf(client, GET);

      assertThat(connectionOf(stranger, GET)).isNotEqualTo(challenged);
      assertThat(connectionOf(client, with("Authorization: NTLM x"))).isEqualTo(challenged);
    }
  }

  @Test
  void other_authentication_shares_connections() throws Exception {
    try (var origin = numbering("HTTP/1.1 200 OK\r\n", new ArrayBlockingQueue<>(9));
        var proxy = new ProxyRig(origin.address());
        var client = proxy.connect();
        var stranger = proxy.connect()) {
      int first = connectionOf(client, with("Authorization: Bearer ntlm"));

      assertThat(connectionOf(stranger, GET)).isEqualTo(first);
    }
  }

  @Test
  void its_upstream_ends_with_the_client() throws Exception {
    BlockingQueue<Integer> ended = new ArrayBlockingQueue<>(9);
    try (var origin = numbering("HTTP/1.1 200 OK\r\n", ended);
        var proxy = new ProxyRig(origin.address())) {
      int number;
      try (var client = proxy.connect()) {
        number = connectionOf(client, with("Authorization: NTLM x"));
      }

      assertThat(ended.poll(2, TimeUnit.SECONDS)).isEqualTo(number);
    }
  }

  @Test
  void what_is_refused_elsewhere_is_refused_there_too() throws Exception {
    try (var origin = numbering("HTTP/1.1 200 OK\r\n", new ArrayBlockingQueue<>(9));
        var proxy = new ProxyRig(origin.address());
        var client = proxy.connect()) {
      connectionOf(client, with("Authorization: NTLM x"));

      client.send("CONNECT a:80 HTTP/1.1\r\nHost: a:80\r\n\r\n");

      assertThat(client.readToEnd()).contains("mesh-refusal: connect-not-allowed\r\n");
    }
  }

  @Test
  void all_its_requests_go_to_the_same_endpoint() throws Exception {
    Set<Integer> seen = ConcurrentHashMap.newKeySet();
    Origin.Script closing =
        connection -> {
          connection.readHead();
          seen.add(connection.socket().getLocalPort());
          connection.write("HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 2\r\n\r\n#1");
        };
    try (var one = Origin.serving(closing);
        var other = Origin.serving(closing);
        var proxy = ProxyRig.toService(one.address(), other.address());
        var client = proxy.connect()) {
      connectionOf(client, with("Authorization: NTLM x"));
      for (int i = 0; i < 4; i++) {
        connectionOf(client, GET);
      }

      assertThat(seen).hasSize(1);
    }
  }
}
