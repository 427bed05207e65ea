package diy.mesh.meshctl.node;

import static java.nio.file.StandardCopyOption.REPLACE_EXISTING;

import diy.mesh.meshctl.terminal.Failure;
import diy.mesh.standalone.Node;
import diy.mesh.standalone.NodeSettings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** A node in a process of its own, which outlives the command that started it. */
public final class NodeDaemon {

  /** The hidden command that is the daemon. */
  public static final String COMMAND = "node";

  private static final String LOG_FILE = "node.log";
  private static final Duration TIME_TO_STOP = Duration.ofSeconds(30);

  private final ProcessHandle process;

  private NodeDaemon(ProcessHandle process) {
    this.process = process;
  }

  /** The daemon of the node that works with these settings, if it runs. */
  public static Optional<NodeDaemon> find(NodeSettings settings) throws IOException {
    var pid = Node.running(settings);
    return pid.isEmpty()
        ? Optional.empty()
        : ProcessHandle.of(pid.getAsLong()).map(NodeDaemon::new);
  }

  /** Starts one. Whether its pods come up is for others to see. */
  public static NodeDaemon start(NodeSettings settings) throws IOException {
    var state = settings.stateDirectory();
    var jar = copyProgram(ownJar(), state.resolve("meshctl"));
    var log = log(state).toFile();
    var java = Path.of(System.getProperty("java.home"), "bin", "java");
    var process =
        new ProcessBuilder(
                // A session of its own: Ctrl-C in the terminal that started it is none of its.
                "setsid",
                java.toString(),
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-Dtinylog.level=info",
                "-Dmeshctl.home=" + settings.build(),
                "-jar",
                jar.toString(),
                COMMAND,
                "--node",
                settings.prefix())
            .directory(Path.of("/").toFile())
            .redirectInput(Path.of("/dev/null").toFile())
            .redirectOutput(log)
            .redirectError(log)
            .start();
    return new NodeDaemon(process.toHandle());
  }

  /** Where a node's daemon writes what it does. */
  public static Path log(Path stateDirectory) {
    return stateDirectory.resolve(LOG_FILE);
  }

  private static Path ownJar() throws IOException {
    try {
      return Path.of(NodeDaemon.class.getProtectionDomain().getCodeSource().getLocation().toURI());
    } catch (URISyntaxException e) {
      throw new IOException("this program does not know where it is", e);
    }
  }

  /** Its own copy: a build replaces the original, and a program must not change while it runs. */
  private static Path copyProgram(Path jar, Path target) throws IOException {
    var source = jar.resolveSibling("lib");
    var libraries = Files.createDirectories(target.resolve("lib"));
    try (var files = Files.newDirectoryStream(source, "*.jar")) {
      for (Path file : files) {
        Files.copy(file, libraries.resolve(file.getFileName()), REPLACE_EXISTING);
      }
    }
    return Files.copy(jar, target.resolve(jar.getFileName()), REPLACE_EXISTING);
  }

  public long pid() {
    return process.pid();
  }

  public boolean isAlive() {
    return process.isAlive();
  }

  /**
   * Asks it to clean up and end, and waits for that.
   *
   * @throws Failure if it does not
   */
  public void stop() throws InterruptedException {
    process.destroy();
    try {
      var _ = process.onExit().get(TIME_TO_STOP.toSeconds(), TimeUnit.SECONDS);
    } catch (TimeoutException e) {
      boolean _ = process.destroyForcibly();
    } catch (ExecutionException e) {
      throw new UncheckedIOException(new IOException("waiting for the node's end failed", e));
    }
  }
}
