package diy.mesh.dataplane.training;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** The proxy in a process of its own, started as everywhere, ended as everywhere. */
final class TrainedProxy implements AutoCloseable {

  private static final Duration MOST_TO_START = Duration.ofSeconds(30);

  /** Writing a cache takes some seconds, on a busy machine more. */
  private static final Duration MOST_TO_STOP = Duration.ofMinutes(2);

  private static final long PAUSE_MILLIS = 2;

  private final Process process;

  private TrainedProxy(Process process) {
    this.process = process;
  }

  /**
   * Starts one that asks for config on the loopback address.
   *
   * @param options of Java's, besides the launcher's
   */
  static TrainedProxy start(Path launcher, String options, ControlPlane control)
      throws IOException {
    var builder = new ProcessBuilder(launcher.toString());
    var environment = builder.environment();
    environment.keySet().removeIf(name -> name.startsWith("MESH_") || name.endsWith("PORT"));
    environment.put("MESH_JVM_OPTIONS", options);
    environment.put("MESH_CONTROL_PLANE", "127.0.0.1:" + control.port());
    environment.put("MESH_TRUST_ANCHORS", control.keys().pem());
    environment.put("MESH_TOKEN_FILE", control.keys().token().toString());
    builder.redirectErrorStream(true).redirectOutput(ProcessBuilder.Redirect.INHERIT);
    return new TrainedProxy(builder.start());
  }

  /** Returns once a request of the pod's has had its response from the app. */
  void awaitResponse() throws IOException, InterruptedException {
    long end = System.nanoTime() + MOST_TO_START.toNanos();
    while (!Traffic.passes()) {
      if (!process.isAlive()) {
        throw new IOException(
            "the proxy ended with %d before it served a request".formatted(process.exitValue()));
      }
      if (System.nanoTime() > end) {
        throw new IOException(
            "no response through the proxy within %d s".formatted(MOST_TO_START.toSeconds()));
      }
      TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS);
    }
  }

  /** As a kubelet does; returns once it has ended. */
  void stop() throws IOException, InterruptedException {
    process.destroy();
    if (!process.waitFor(MOST_TO_STOP.toSeconds(), TimeUnit.SECONDS)) {
      throw new IOException(
          "the proxy did not end within %d min".formatted(MOST_TO_STOP.toMinutes()));
    }
    if (process.exitValue() != 0) {
      throw new IOException("the proxy ended with %d (expected: 0)".formatted(process.exitValue()));
    }
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }
}
