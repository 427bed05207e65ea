package diy.mesh.tests.abuse;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Connections by the thousand: what each one costs, and what happens where they are too many. */
@Tag("namespaces")
@Timeout(120)
class FloodTest {

  private static final int DESCRIPTORS = 20_000;

  @Test
  void ten_thousand_idle_connections_are_kept_with_flat_memory() throws Exception {
    try (var app = Server.answering();
        var proxy = ProxyProcess.start(app, DESCRIPTORS, Map.of("MESH_CONNECTIONS", "12000"));
        var clients = new Crowd()) {
      clients.grow(proxy, 1_000);
      long first = proxy.memory();
      clients.grow(proxy, 10_000);
      long all = proxy.memory();
      IO.println(
          "REPORT memory: %d KiB with 1,000 idle connections, %d KiB with 10,000: %d B for each"
              .formatted(first, all, (all - first) * 1_024 / 9_000));

      assertThat(proxy.metric("connections_open{direction=\"inbound\"}")).isEqualTo(10_000);
      assertThat((all - first) * 1_024 / 9_000).as("bytes for each connection").isLessThan(8_192);
      assertThat(clients.ask()).as("answered").isEqualTo(10_000);

      clients.leave();
      proxy.await(
          "all to leave", () -> proxy.metric("connections_open{direction=\"inbound\"}") == 0);
      clients.grow(proxy, 10_000);
      long again = proxy.memory();
      IO.println("REPORT memory: %d KiB with 10,000 others".formatted(again));

      assertThat(again - all).as("growth in KiB").isLessThan(32 << 10);
    }
  }

  @Test
  void heads_that_are_more_than_all_memory_cost_their_own_connections_only() throws Exception {
    String half = "GET / HTTP/1.1\r\nHost: a\r\nX: " + "a".repeat(60_000);
    try (var app = Server.answering();
        var proxy = ProxyProcess.start(app, DESCRIPTORS, Map.of("MESH_HEAD_SECONDS", "2"));
        var clients = new Crowd()) {
      clients.grow(proxy, 10);
      long before = proxy.memory();

      clients.send(proxy, 5_000, half); // 300 MB, where the proxy has 32

      IO.println(
          "REPORT memory: %d KiB, at most %d KiB with 5,000 heads of 60,000 B under way"
              .formatted(before, proxy.mostMemory()));
      assertThat(proxy.mostMemory() - before).as("growth in KiB").isLessThan(128 << 10);
      proxy.await(
          "all of them to be ended",
          () -> proxy.metric("connections_open{direction=\"inbound\"}") == 10);
      assertThat(clients.ask()).as("those who were there before").isEqualTo(10);
    }
  }

  @Test
  void when_file_descriptors_run_out_the_open_connections_go_on_and_the_others_wait()
      throws Exception {
    try (var app = Server.answering();
        var proxy = ProxyProcess.start(app, 200, Map.of("MESH_CONNECTIONS", "10000"));
        var clients = new Crowd();
        var crowd = new Crowd()) {
      clients.grow(proxy, 10);

      crowd.connect(proxy, 400);
      proxy.await(
          "no descriptor for a connection",
          () -> proxy.metric("limits_hit_total{limit=\"descriptors-accept\"}") > 0);

      assertThat(clients.ask()).as("those who were there before").isEqualTo(10);
      assertThat(proxy.log())
          .contains("no file descriptor left for a new connection")
          .contains("this process may have 200:");
      crowd.leave();
      clients.grow(proxy, 20);
      assertThat(clients.ask()).isEqualTo(20);
    }
  }

  /** Many clients. */
  private static final class Crowd implements AutoCloseable {
    private final List<Client> clients = new ArrayList<>();

    /** More of them, up to {@code count}; each has had a response and waits. */
    void grow(ProxyProcess proxy, int count) throws IOException {
      while (clients.size() < count) {
        var client = new Client(proxy);
        clients.add(client);
        assertThat(client.ask()).isEqualTo(200);
      }
    }

    void connect(ProxyProcess proxy, int count) throws IOException {
      for (int i = 0; i < count; i++) {
        clients.add(new Client(proxy));
      }
    }

    /** So many others say the same; not all need be heard to the end. */
    void send(ProxyProcess proxy, int count, String text) throws IOException {
      var others = new ArrayList<Client>();
      try {
        for (int i = 0; i < count; i++) {
          var client = new Client(proxy);
          others.add(client);
          try {
            client.send(text);
          } catch (IOException _) {
            // ended by the proxy already
          }
        }
        assertThat(others.getLast().ends()).isTrue();
      } finally {
        for (Client client : others) {
          client.close();
        }
      }
    }

    /** How many of them get an answer to one request more. */
    int ask() throws IOException {
      int answered = 0;
      for (Client client : clients) {
        answered += client.ask() == 200 ? 1 : 0;
      }
      return answered;
    }

    void leave() throws IOException {
      for (Client client : clients) {
        client.close();
      }
      clients.clear();
    }

    @Override
    public void close() throws IOException {
      leave();
    }
  }
}
