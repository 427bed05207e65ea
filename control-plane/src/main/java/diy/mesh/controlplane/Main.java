package diy.mesh.controlplane;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import org.slf4j.LoggerFactory;

/** The control plane as a program: serves until it is asked to stop. */
final class Main {

  private static final int EXIT_BAD_SETTINGS = 2;
  private static final int EXIT_CANNOT_START = 1;

  /** Less than a kubelet grants. */
  private static final Duration LONGEST_STOP = Duration.ofSeconds(10);

  private Main() {}

  static void main() throws InterruptedException {
    Settings settings;
    try {
      settings = Settings.fromEnvironment(System.getenv());
    } catch (IllegalArgumentException e) {
      System.err.println("control-plane: " + e.getMessage());
      System.exit(EXIT_BAD_SETTINGS);
      return;
    }
    System.setProperty("tinylog.level", settings.logLevel()); // before the first logger
    // Our own Retrying says the same, without a stack each time.
    System.setProperty("tinylog.level@io.fabric8.kubernetes.client.informers", "error");
    var log = LoggerFactory.getLogger(Main.class);
    try (var controlPlane = ControlPlane.start(settings)) {
      log.info(
          "serves {} on port {}, admin on {}",
          settings.source(),
          controlPlane.streamPort(),
          controlPlane.adminPort());
      awaitStop();
      log.info("stops");
    } catch (IOException e) {
      System.err.println("control-plane: cannot start: " + e.getMessage());
      System.exit(EXIT_CANNOT_START);
    }
  }

  /** Waits for SIGTERM or SIGINT, and keeps the JVM until this thread has closed everything. */
  private static void awaitStop() throws InterruptedException {
    var stop = new CountDownLatch(1);
    var main = Thread.currentThread();
    Runtime.getRuntime()
        .addShutdownHook(
            new Thread(
                () -> {
                  stop.countDown();
                  try {
                    main.join(LONGEST_STOP);
                  } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                  }
                },
                "stop"));
    stop.await();
  }
}
