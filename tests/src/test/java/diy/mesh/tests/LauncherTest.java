package diy.mesh.tests;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What starts a proxy wherever one runs, in a folder as that of an image. */
@Timeout(180)
class LauncherTest {

  private static final String ANSWER = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok";

  @TempDir private Path image;
  private Path launcher;
  private Path log;

  @BeforeEach
  void copyWhatWasBuilt() throws IOException {
    Path built = Checkout.findRoot().resolve("data-plane/target");
    launcher = Files.copy(built.resolve("data-plane"), image.resolve("data-plane"));
    assertThat(launcher.toFile().setExecutable(true)).isTrue();
    Files.copy(built.resolve("data-plane.jar"), image.resolve("data-plane.jar"));
    Path libraries = Files.createDirectory(image.resolve("lib"));
    try (Stream<Path> jars = Files.list(built.resolve("lib"))) {
      for (Path jar : jars.toList()) {
        Files.copy(jar, libraries.resolve(jar.getFileName()));
      }
    }
    log = image.resolve("log");
  }

  @Test
  void a_cache_that_does_not_fit_keeps_no_proxy_from_starting() throws Exception {
    Files.writeString(image.resolve("data-plane.aot"), "of another Java");

    assertThat(answerThroughProxy("")).startsWith("HTTP/1.1 200");
  }

  /** Its traffic needs the ports that a pod's rules lead to. */
  @Test
  @Tag("namespaces")
  void a_proxy_starts_by_the_cache_that_its_training_wrote() throws Exception {
    var training = start(new ProcessBuilder(launcher.toString(), "train"));

    assertThat(training.waitFor(120, TimeUnit.SECONDS)).isTrue();
    assertThat(training.exitValue()).as(Files.readString(log)).isZero();
    assertThat(image.resolve("data-plane.aot")).isNotEmptyFile();
    // With this flag Java gives up where it cannot use the cache.
    assertThat(answerThroughProxy("-XX:AOTMode=on")).startsWith("HTTP/1.1 200");
  }

  private String answerThroughProxy(String options) throws Exception {
    try (var app = new ServerSocket(0, 10, InetAddress.getLoopbackAddress())) {
      Thread.ofPlatform().daemon().start(() -> answer(app));
      int port = freePort();
      var builder = new ProcessBuilder(launcher.toString());
      builder.environment().put("PORT", Integer.toString(port));
      builder.environment().put("TARGET_PORT", Integer.toString(app.getLocalPort()));
      builder.environment().put("MESH_ADMIN_PORT", "0");
      builder.environment().put("MESH_JVM_OPTIONS", options);
      Process proxy = start(builder);
      try {
        return ask(proxy, port);
      } finally {
        proxy.destroyForcibly().waitFor();
      }
    }
  }

  private Process start(ProcessBuilder builder) throws IOException {
    builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
    return builder.redirectErrorStream(true).redirectOutput(Redirect.to(log.toFile())).start();
  }

  /** As soon as the proxy listens. */
  private String ask(Process proxy, int port) throws IOException {
    while (true) {
      assertThat(proxy.isAlive()).as("the proxy runs: " + Files.readString(log)).isTrue();
      try (var socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
        socket
            .getOutputStream()
            .write(bytes("GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n"));
        return new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
      } catch (IOException _) {
        Thread.onSpinWait(); // not yet
      }
    }
  }

  private static void answer(ServerSocket app) {
    while (!app.isClosed()) {
      try (var client = app.accept()) {
        var in = client.getInputStream();
        if (in.read(new byte[4_096]) > 0) {
          client.getOutputStream().write(bytes(ANSWER));
        }
      } catch (IOException _) {
        return; // the test is over
      }
    }
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  private static int freePort() throws IOException {
    try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }
}
