package diy.mesh.tests.abuse;

import static org.assertj.core.api.Assertions.assertThat;

import diy.mesh.tests.server.Content;
import diy.mesh.tests.server.Digest;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is large, or has no end: bodies stream, everything else meets a limit. */
@Tag("namespaces")
@Timeout(120)
class EndlessTest {

  private static final long GIB = 1L << 30;
  private static final Pattern LENGTH = Pattern.compile("Content-Length: (\\d+)");
  private static final int DESCRIPTORS = 1_024;

  /** What one abuser may cost, and much less than it sends. */
  private static final long ROOM_KIB = 24 << 10;

  private static final String CHUNKED =
      "POST / HTTP/1.1\\r\\nHost: a\\r\\nTransfer-Encoding: chunked\\r\\n\\r\\n";

  @Test
  void a_gibibyte_goes_each_way_with_flat_memory() throws Exception {
    String whole = Content.digest(GIB);
    try (var app = Server.start(EndlessTest::takeOrGive);
        var proxy = ProxyProcess.start(app, DESCRIPTORS, Map.of())) {
      upload(proxy, GIB / 8);
      download(proxy, GIB / 8);
      long before = proxy.mostMemory();

      assertThat(upload(proxy, GIB)).isEqualTo(whole);
      assertThat(download(proxy, GIB)).isEqualTo(whole);

      long after = proxy.mostMemory();
      IO.println("REPORT memory: %d KiB, %d KiB after 1 GiB each way".formatted(before, after));
      assertThat(after - before).as("growth in KiB").isLessThan(ROOM_KIB);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "target-too-long, 414, 'GET /', 'aaaaaaaaaaaaaaaa'",
    "empty-lines, 400, '', '\\r\\n'",
    "headers-too-large, 431, 'GET / HTTP/1.1\\r\\nHost: a\\r\\nX: ', 'aaaaaaaaaaaaaaaa'",
    "headers-too-large, 431, 'GET / HTTP/1.1\\r\\nHost: a\\r\\n', 'X: a\\r\\n'",
    "trailers-too-large, 431, '" + CHUNKED + "0\\r\\n', 'X: a\\r\\n'",
    "bad-chunk-extension, 400, '" + CHUNKED + "1;', 'aaaaaaaaaaaaaaaa'",
    "bad-chunk-size, 400, '" + CHUNKED + "', '0000000000000000'"
  })
  void a_client_without_an_end_is_refused(String reason, int status, String begin, String more)
      throws Exception {
    try (var app = Server.start(EndlessTest::takeOrGive);
        var proxy = ProxyProcess.start(app, DESCRIPTORS, Map.of());
        var client = new Client(proxy)) {
      long before = proxy.mostMemory();

      long sent = sendUntilEnded(client, unescaped(begin), unescaped(more));

      assertThat(sent).as("bytes until the connection ended").isLessThan(64 << 20);
      assertThat(proxy.metric("refusals_total{reason=\"%s\"}".formatted(reason))).isEqualTo(1);
      assertThat(client.status()).isEqualTo(status);
      assertThat(proxy.mostMemory() - before).as("growth in KiB").isLessThan(ROOM_KIB);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "'HTTP/1.1 200 O', 'KKKKKKKKKKKKKKKK'",
    "'HTTP/1.1 200 OK\\r\\n', 'X: a\\r\\n'",
    "'HTTP/1.1 200 OK\\r\\nX: ', 'aaaaaaaaaaaaaaaa'",
    "'', 'HTTP/1.1 102 Processing\\r\\n\\r\\n'"
  })
  void a_server_without_an_end_is_a_bad_gateway(String begin, String more) throws Exception {
    var sent = new AtomicLong();
    try (var app = Server.start((in, out) -> flood(in, out, begin, more, sent));
        var proxy = ProxyProcess.start(app, DESCRIPTORS, Map.of());
        var client = new Client(proxy)) {
      long before = proxy.mostMemory();

      client.send(Client.REQUEST);
      int status = client.status();
      while (status == 102) {
        status = client.status();
      }

      assertThat(status).isEqualTo(502);
      assertThat(proxy.metric("refusals_total{reason=\"malformed-response\"}")).isEqualTo(1);
      assertThat(proxy.mostMemory() - before).as("growth in KiB").isLessThan(ROOM_KIB);
    }
  }

  @Test
  void responses_that_nobody_reads_wait_at_their_servers() throws Exception {
    var sent = new AtomicLong();
    try (var app = Server.start((in, out) -> flood(in, out, unending(), "aaaaaaaaaaaaaaaa", sent));
        var proxy = ProxyProcess.start(app, DESCRIPTORS, Map.of("MESH_STALL_SECONDS", "2"))) {
      long before = proxy.mostMemory();
      List<Client> clients = new ArrayList<>();
      for (int i = 0; i < 100; i++) {
        var client = new Client(proxy);
        clients.add(client);
        client.send(Client.REQUEST);
      }

      proxy.await(
          "all of them to be given up",
          () -> proxy.metric("limits_hit_total{limit=\"stall-client\"}") == 100);

      long growth = proxy.mostMemory() - before;
      IO.println(
          "REPORT memory: %d KiB more for 100 clients that do not read; their servers sent %d KiB"
              .formatted(growth, sent.get() >> 10));
      // Their buffers, and garbage up to the heap's end; what was sent is many times as much.
      assertThat(growth).as("growth in KiB").isLessThan(96 << 10);
      for (Client client : clients) {
        client.close();
      }
    }
  }

  private static String unending() {
    return "HTTP/1.1 200 OK\\r\\n\\r\\n";
  }

  /** Takes a body and says what it was, or gives one as long as the path says. */
  private static void takeOrGive(InputStream in, OutputStream out) throws IOException {
    for (String head = Server.head(in); !head.isEmpty(); head = Server.head(in)) {
      if (head.startsWith("GET /")) {
        long size = Long.parseLong(head.substring(5, head.indexOf(' ', 5)));
        Server.say(out, "HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n".formatted(size));
        Content.write(size, out);
      } else {
        var length = LENGTH.matcher(head);
        if (!length.find()) {
          in.transferTo(OutputStream.nullOutputStream()); // an early answer would end it, not we
          return;
        }
        String taken = take(in, Long.parseLong(length.group(1)));
        Server.say(
            out,
            "HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n%s".formatted(taken.length(), taken));
      }
    }
  }

  private static String upload(ProxyProcess proxy, long size) throws IOException {
    try (var client = new Client(proxy)) {
      client.send("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: %d\r\n\r\n".formatted(size));
      Content.write(size, client.socket().getOutputStream());
      assertThat(client.status()).isEqualTo(200);
      client.socket().shutdownOutput();
      return new String(client.socket().getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
    }
  }

  private static String download(ProxyProcess proxy, long size) throws IOException {
    try (var client = new Client(proxy)) {
      client.send("GET /%d HTTP/1.1\r\nHost: a\r\n\r\n".formatted(size));
      assertThat(client.status()).isEqualTo(200);
      return take(client.socket().getInputStream(), size);
    }
  }

  private static String take(InputStream in, long size) throws IOException {
    var digest = new Digest();
    byte[] block = new byte[1 << 16];
    long left = size;
    while (left > 0) {
      int read = in.read(block, 0, (int) Math.min(block.length, left));
      if (read < 0) {
        break;
      }
      digest.add(block, read);
      left -= read;
    }
    return digest.toString();
  }

  /** Sends up to 64 MiB, until the proxy has ended the connection, and tells how much that was. */
  private static long sendUntilEnded(Client client, String begin, String more) {
    byte[] block = more.repeat((1 << 16) / more.length()).getBytes(StandardCharsets.US_ASCII);
    long sent = 0;
    try {
      client.send(begin);
      while (sent < 64 << 20) {
        client.socket().getOutputStream().write(block);
        sent += block.length;
      }
    } catch (IOException _) {
      // as it should
    }
    return sent;
  }

  private static void flood(
      InputStream in, OutputStream out, String begin, String more, AtomicLong sent)
      throws IOException {
    Server.head(in);
    Server.say(out, unescaped(begin));
    byte[] block = unescaped(more).repeat(4_096).getBytes(StandardCharsets.US_ASCII);
    while (true) {
      out.write(block);
      sent.addAndGet(block.length);
    }
  }

  private static String unescaped(String text) {
    return text.translateEscapes();
  }
}
