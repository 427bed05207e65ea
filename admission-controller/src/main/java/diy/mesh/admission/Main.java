package diy.mesh.admission;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import org.slf4j.LoggerFactory;

/** The admission controller as a program: serves until it is asked to stop. */
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
      System.err.println("admission-controller: " + e.getMessage());
      System.exit(EXIT_BAD_SETTINGS);
      return;
    }
    // Before the first logger. A file of its own name, as programs that take the injector have one.
    System.setProperty("tinylog.configuration", "admission-controller.properties");
    System.setProperty("tinylog.level", settings.logLevel());
    var log = LoggerFactory.getLogger(Main.class);
    try (var controller = AdmissionController.start(settings)) {
      log.info("reviews on port {}", controller.port());
      awaitStop();
      log.info("stops");
    } catch (IOException e) {
      System.err.println("admission-controller: cannot start: " + e.getMessage());
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
