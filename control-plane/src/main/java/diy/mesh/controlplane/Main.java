package diy.mesh.controlplane;

import java.io.IOException;
import org.slf4j.LoggerFactory;

/** The control plane as a program: serves until it is asked to stop. */
final class Main {

  private static final int EXIT_BAD_SETTINGS = 2;
  private static final int EXIT_CANNOT_START = 1;

  private Main() {}

  /** Returns once it serves: its servers' threads keep the JVM until the last hook has ended. */
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
    try {
      var controlPlane = ControlPlane.start(settings);
      Runtime.getRuntime().addShutdownHook(new Thread(controlPlane::close, "stop"));
      log.info(
          "serves {} on port {}, admin on {}",
          settings.source(),
          controlPlane.streamPort(),
          controlPlane.adminPort());
    } catch (IOException e) {
      System.err.println("control-plane: cannot start: " + e.getMessage());
      System.exit(EXIT_CANNOT_START);
    }
  }
}
