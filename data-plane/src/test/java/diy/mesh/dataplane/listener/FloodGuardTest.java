package diy.mesh.dataplane.listener;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import diy.mesh.dataplane.telemetry.Metric;
import java.io.IOException;
import org.junit.jupiter.api.Test;

/** Who sends frames for their own sake is cut off, and counted under what they were. */
class FloodGuardTest {

  private static final int NEVER = -1;
  private static final byte[] PING = new byte[8];
  private static final byte[] NOTHING = new byte[0];
  private static final byte[] CANCEL = {0, 0, 0, 8};

  /** What a test sends again and again. */
  private interface Flood {
    void send(FrameSocket client, int turn) throws IOException;
  }

  /** Sends until the proxy has enough of it, and expects that it ends the connection. */
  private static void isCutOff(Flood flood, Metric counted) throws Exception {
    try (var origin = Origin.serving(connection -> connection.in().transferTo(connection.out()));
        var proxy = new ProxyRig(origin.address());
        var client = FrameSocket.client(proxy.connect())) {
      for (int turn = 0; turn < 1_000 && proxy.count(counted) == 0; turn++) {
        try {
          flood.send(client, turn);
        } catch (IOException _) {
          break; // reset already
        }
      }
      proxy.await(() -> proxy.count(counted) > 0);

      assertThatThrownBy(() -> client.await(NEVER)).isInstanceOf(IOException.class);
      assertThat(proxy.count(counted)).isEqualTo(1);
      assertThat(proxy.count(Metric.HTTP2_CONNECTION_ERRORS)).isEqualTo(1);
    }
  }

  @Test
  void pings_and_pings() throws Exception {
    Flood pings = (client, _) -> client.write(FrameSocket.PING, 0, 0, PING);

    isCutOff(pings, Metric.LIMIT_CONTROL_FRAMES);
  }

  @Test
  void settings_and_unknown_frames() throws Exception {
    Flood settings =
        (client, turn) -> client.write(turn % 2 == 0 ? FrameSocket.SETTINGS : 0x42, 0, 0, NOTHING);

    isCutOff(settings, Metric.LIMIT_CONTROL_FRAMES);
  }

  @Test
  void streams_that_are_reset_at_once() throws Exception {
    Flood resets =
        (client, turn) -> {
          client.get(2 * turn + 1, "/");
          client.write(FrameSocket.RESET, 0, 2 * turn + 1, CANCEL);
        };

    isCutOff(resets, Metric.LIMIT_RESETS);
  }

  @Test
  void streams_that_the_proxy_must_reset() throws Exception {
    Flood faults = (client, turn) -> client.headers(2 * turn + 1, true, ":method", "GET");

    isCutOff(faults, Metric.LIMIT_RESETS);
  }

  @Test
  void content_without_any() throws Exception {
    Flood empty =
        (client, turn) -> {
          if (turn == 0) {
            client.post(1);
          }
          client.write(FrameSocket.DATA, 0, 1, NOTHING);
        };

    isCutOff(empty, Metric.LIMIT_EMPTY_FRAMES);
  }

  @Test
  void heads_in_crumbs() throws Exception {
    Flood crumbs =
        (client, turn) ->
            client.write(
                turn == 0 ? FrameSocket.HEADERS : FrameSocket.CONTINUATION,
                0,
                1,
                turn == 0 ? client.block(1, ":method", "GET") : NOTHING);

    isCutOff(crumbs, Metric.LIMIT_CONTINUATIONS);
  }

  @Test
  void a_head_that_is_too_long_gets_an_answer() throws Exception {
    try (var origin = Origin.answering("");
        var proxy = new ProxyRig(origin.address());
        var client = FrameSocket.client(proxy.connect())) {
      String[] pairs = new String[8 + 600];
      String[] first = {":method", "GET", ":scheme", "http", ":authority", "a", ":path", "/"};
      System.arraycopy(first, 0, pairs, 0, 8);
      for (int i = 8; i < pairs.length; i += 2) {
        pairs[i] = "x-" + i;
        pairs[i + 1] = "y";
      }
      client.headers(1, true, pairs);
      var response = client.response(1);

      assertThat(response.status()).isEqualTo("431");
      assertThat(response.head()).containsEntry("mesh-refusal", "too-many-fields");
    }
  }
}
