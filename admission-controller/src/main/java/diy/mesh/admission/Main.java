package diy.mesh.admission;

import java.io.IOException;
import org.slf4j.LoggerFactory;

/** The admission controller as a program: serves until it is asked to stop. */
final class Main {

  private static final int EXIT_BAD_SETTINGS = 2;
  private static final int EXIT_CANNOT_START = 1;

  private Main() {}

  /** Returns once it serves: its server's thread keeps the JVM until the last hook has ended. */
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
    try {
      var controller = AdmissionController.start(settings);
      Runtime.getRuntime().addShutdownHook(new Thread(controller::close, "stop"));
      log.info("reviews on port {}", controller.port());
    } catch (IOException e) {
      System.err.println("admission-controller: cannot start: " + e.getMessage());
      System.exit(EXIT_CANNOT_START);
    }
  }
}
