package diy.mesh.dataplane.listener;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The program's own end: what a kubelet sees of it. */
@Timeout(60)
class StopTest {

  private static final String OK = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok";

  @TempDir private Path folder;

  /** A running proxy with explicit ports. */
  private record Program(Process process, int port, int adminPort, Path log)
      implements AutoCloseable {

    ProxyRig.Client connect() throws IOException {
      return new ProxyRig.Client(new Socket(InetAddress.getLoopbackAddress(), port));
    }

    /** The status of the page that a kubelet asks; 0 where nobody answers. */
    private int readiness() {
      try (var client =
          new ProxyRig.Client(new Socket(InetAddress.getLoopbackAddress(), adminPort))) {
        client.send("GET /ready HTTP/1.0\r\n\r\n");
        return Integer.parseInt(client.readToEnd().split(" ", 3)[1]);
      } catch (IOException e) {
        return 0;
      }
    }

    void awaitReadiness(int status) {
      while (readiness() != status) {
        Thread.onSpinWait();
      }
    }

    /** From then on each response is the last of its connection. */
    void awaitClosedPort() {
      boolean open = true;
      while (open) {
        try (var _ = connect()) {
          Thread.onSpinWait();
        } catch (IOException e) {
          open = false;
        }
      }
    }

    /** SIGTERM. */
    void terminate() {
      process.destroy();
    }

    @Override
    public void close() {
      process.destroyForcibly();
    }
  }

  private Program start(Origin origin) throws IOException {
    int port = freePort();
    int adminPort = freePort();
    Path log = folder.resolve("log");
    var builder =
        new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "--enable-native-access=ALL-UNNAMED",
            "-cp",
            System.getProperty("java.class.path"),
            "diy.mesh.dataplane.Main");
    builder.environment().put("PORT", Integer.toString(port));
    builder.environment().put("TARGET_PORT", Integer.toString(origin.address().port()));
    builder.environment().put("MESH_ADMIN_PORT", Integer.toString(adminPort));
    builder.environment().put("MESH_DRAIN_SECONDS", "50");
    var process = builder.redirectErrorStream(true).redirectOutput(log.toFile()).start();
    var program = new Program(process, port, adminPort, log);
    program.awaitReadiness(200);
    return program;
  }

  private static int freePort() throws IOException {
    try (var free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return free.getLocalPort();
    }
  }

  @Test
  void it_finishes_what_is_under_way_says_so_and_ends_with_0() throws Exception {
    var asked = new CountDownLatch(1);
    var goOn = new CountDownLatch(1);
    try (var origin = Origin.holding(asked, goOn, OK);
        var program = start(origin);
        var client = program.connect()) {
      client.send("GET / HTTP/1.1\r\nHost: a\r\n\r\n");
      Origin.await(asked);

      program.terminate();
      program.awaitReadiness(503);
      program.awaitClosedPort();
      goOn.countDown();

      assertThat(client.readToEnd()).endsWith("Connection: close\r\n\r\nok");
      client.socket().shutdownOutput();
      assertThat(program.process().waitFor(20, TimeUnit.SECONDS)).isTrue();
      assertThat(program.process().exitValue()).isZero();
      assertThat(Files.readString(program.log(), StandardCharsets.UTF_8))
          .containsPattern("stopped: [1-9]\\d* connections finished, .* 0 were cut off");
    }
  }

  @Test
  void told_twice_it_ends_at_once() throws Exception {
    try (var origin = Origin.serving(connection -> connection.in().transferTo(connection.out()));
        var program = start(origin);
        var client = program.connect()) {
      client.send("\u0001");
      client.readUntil("\u0001");

      program.terminate();
      program.awaitReadiness(503);
      program.terminate();

      assertThat(program.process().waitFor(20, TimeUnit.SECONDS)).isTrue();
      assertThat(program.process().exitValue()).isEqualTo(143);
    }
  }
}
