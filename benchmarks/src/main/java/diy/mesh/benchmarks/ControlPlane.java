package diy.mesh.benchmarks;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** The mesh's control plane, a process that watches a folder. */
final class ControlPlane implements AutoCloseable {

  static final int STREAM_PORT = 15_010;
  private static final int ADMIN_PORT = 15_014;
  private static final int PATIENCE_MILLIS = 20_000;

  private static final Pattern ACKED =
      Pattern.compile("\"converged\":true.*\"ackedAtMicros\":(\\d+)");

  private final Started process;

  private ControlPlane(Started process) {
    this.process = process;
  }

  /** Starts one and waits until it serves. */
  static ControlPlane start(Path program, Path jdk, Path folder, String core, Path log)
      throws IOException {
    var words =
        List.of(
            jdk.resolve("bin/java").toString(),
            "-XX:+UseSerialGC",
            "-Xmx128m",
            "-XX:TieredStopAtLevel=1",
            "-XX:-UsePerfData",
            "--enable-native-access=ALL-UNNAMED",
            "--sun-misc-unsafe-memory-access=allow",
            "-jar",
            program.resolve("control-plane.jar").toString());
    var process =
        Started.start(core, new Launch(words, Map.of("MESH_FOLDER", folder.toString())), log);
    Patience.await("the control plane is ready", process, () -> answers("/ready"));
    return new ControlPlane(process);
  }

  private static boolean answers(String path) throws IOException {
    try (var connection = Connection.to(admin())) {
      return connection.ask("GET", path).status() == 200;
    }
  }

  private static InetSocketAddress admin() {
    return new InetSocketAddress(InetAddress.getLoopbackAddress(), ADMIN_PORT);
  }

  /**
   * When the last proxy had a file's content in force; waits for it.
   *
   * @param text the file's content
   */
  Instant applied(String file, String text) throws IOException {
    process.requireAlive();
    String query =
        "/applied?file=%s&sha256=%s&timeoutMillis=%d"
            .formatted(
                URLEncoder.encode(file, StandardCharsets.UTF_8), sha256(text), PATIENCE_MILLIS);
    try (var connection = Connection.to(admin())) {
      String said = connection.ask("GET", query).body();
      var acked = ACKED.matcher(said);
      if (!acked.find()) {
        throw new IOException("%s is not in force: %s".formatted(file, said));
      }
      return Instant.EPOCH.plus(Long.parseLong(acked.group(1)), ChronoUnit.MICROS);
    }
  }

  private static String sha256(String text) {
    try {
      var digest = MessageDigest.getInstance("SHA-256");
      return HexFormat.of().formatHex(digest.digest(text.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("every JDK has it", e);
    }
  }

  @Override
  public void close() {
    process.close();
  }
}
