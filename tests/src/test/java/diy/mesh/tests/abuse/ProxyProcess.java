package diy.mesh.tests.abuse;

import static org.assertj.core.api.Assertions.assertThat;

import diy.mesh.tests.Checkout;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.ProcessBuilder.Redirect;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;

/** A proxy with explicit ports, in a process of its own, with the memory that every proxy has. */
final class ProxyProcess implements AutoCloseable {

  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final HttpClient http = HttpClient.newHttpClient();
  private final Process process;
  private final Path log;
  private final int port;
  private final int adminPort;

  private ProxyProcess(Process process, Path log, int port, int adminPort) {
    this.process = process;
    this.log = log;
    this.port = port;
    this.adminPort = adminPort;
  }

  /** Starts one in front of {@code app} and waits until it takes connections. */
  static ProxyProcess start(Server app, int descriptors, Map<String, String> settings)
      throws Exception {
    int port = freePort();
    int adminPort = freePort();
    var words = new ArrayList<>(List.of("prlimit", "--nofile=" + descriptors));
    words.add(Checkout.findRoot().resolve("data-plane/target/data-plane").toString());
    var builder = new ProcessBuilder(words);
    builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
    builder.environment().put("PORT", Integer.toString(port));
    builder.environment().put("TARGET_PORT", Integer.toString(app.port()));
    builder.environment().put("MESH_ADMIN_PORT", Integer.toString(adminPort));
    builder.environment().putAll(settings);
    Path log = Checkout.findRoot().resolve("tests/target/abused-proxy-%d.log".formatted(port));
    builder.redirectErrorStream(true).redirectOutput(Redirect.to(log.toFile()));
    var proxy = new ProxyProcess(builder.start(), log, port, adminPort);
    proxy.await("its ready page, see " + log, proxy::isReady);
    return proxy;
  }

  int port() {
    return port;
  }

  /** What a counter or gauge stands at; {@code series} with its labels, without the prefix. */
  long metric(String series) {
    String start = "mesh_proxy_" + series + " ";
    return page("/metrics")
        .lines()
        .filter(line -> line.startsWith(start))
        .mapToLong(line -> (long) Double.parseDouble(line.substring(start.length())))
        .findFirst()
        .orElseThrow(() -> new AssertionError("no metric " + series));
  }

  /** What it has said so far. */
  String log() throws IOException {
    return Files.readString(log);
  }

  /** The memory it has now, in KiB. */
  long memory() {
    return status("VmRSS");
  }

  /** The most memory it ever had, in KiB. */
  long mostMemory() {
    return status("VmHWM");
  }

  void await(String what, BooleanSupplier happened) {
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (!happened.getAsBoolean()) {
      assertThat(System.nanoTime()).as("patience with " + what).isLessThan(end);
      assertThat(process.isAlive()).as("the proxy runs, waiting for " + what).isTrue();
      Thread.onSpinWait();
    }
  }

  private boolean isReady() {
    try {
      var uri = URI.create("http://127.0.0.1:%d/ready".formatted(adminPort));
      return http.send(HttpRequest.newBuilder(uri).build(), BodyHandlers.discarding()).statusCode()
          == 200;
    } catch (ConnectException _) {
      return false;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private String page(String path) {
    try {
      var uri = URI.create("http://127.0.0.1:%d%s".formatted(adminPort, path));
      return http.send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString()).body();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private long status(String field) {
    try (var lines = Files.lines(Path.of("/proc/%d/status".formatted(process.pid())))) {
      return lines
          .filter(line -> line.startsWith(field + ":"))
          .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
          .findFirst()
          .orElseThrow();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static int freePort() throws IOException {
    try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  @Override
  public void close() {
    http.close();
    process.destroyForcibly();
    try {
      process.waitFor();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
