package diy.mesh.meshctl.node;

import static java.nio.file.StandardCopyOption.REPLACE_EXISTING;

import diy.mesh.meshctl.terminal.Failure;
import diy.mesh.standalone.NodeSettings;
import diy.mesh.standalone.machine.Enclosure;
import diy.mesh.standalone.process.Command;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import java.util.jar.Attributes.Name;
import java.util.jar.JarFile;

/** A node in namespaces of its own: its first process, as it is seen from here. */
public final class NodeDaemon {

  /** The hidden command that is the daemon. */
  public static final String COMMAND = "node";

  private static final String JAR = "meshctl.jar";
  private static final String LOG_FILE = "node.log";
  private static final Duration TIME_TO_STOP = Duration.ofSeconds(30);

  /** From the lock to the process id, and from a kill to the end: mostly milliseconds. */
  private static final Duration TIME_TO_BEGIN = Duration.ofSeconds(10);

  private static final Duration BETWEEN_LOOKS = Duration.ofMillis(10);

  private final ProcessHandle process;

  private NodeDaemon(ProcessHandle process) {
    this.process = process;
  }

  /** The daemon of the node that works with these settings, if it runs. */
  public static Optional<NodeDaemon> find(NodeSettings settings) throws IOException {
    if (Side.here().inside()) {
      return ProcessHandle.of(1).map(NodeDaemon::new);
    }
    var lock = settings.stateDirectory().resolve(Enclosure.LOCK);
    long end = System.nanoTime() + TIME_TO_BEGIN.toNanos();
    while (isHeld(lock) && System.nanoTime() - end < 0) {
      var process = recorded(settings.stateDirectory().resolve(Enclosure.PID));
      if (process.isPresent() && !isEnding(process.getAsLong())) {
        return ProcessHandle.of(process.getAsLong()).map(NodeDaemon::new);
      }
      LockSupport.parkNanos(BETWEEN_LOOKS.toNanos());
    }
    return Optional.empty();
  }

  /** Makes an empty state directory ready for a node: its lock and its settings. */
  public static void prepare(NodeSettings settings) throws IOException {
    SettingsFile.save(settings);
    Files.createFile(settings.stateDirectory().resolve(Enclosure.LOCK));
  }

  /** Starts one, which outlives this process. Whether its pods come up is for others to see. */
  public static NodeDaemon start(NodeSettings settings) throws IOException {
    var state = settings.stateDirectory();
    var log = log(state).toFile();
    var program = program(settings, copied(state), COMMAND, "--node", settings.prefix());
    var process =
        new ProcessBuilder(enclosure(settings).detached(SettingsFile.of(state), program))
            .directory(Path.of("/").toFile())
            .redirectInput(Path.of("/dev/null").toFile())
            .redirectOutput(log)
            .redirectError(log)
            .start();
    return new NodeDaemon(process.toHandle());
  }

  /**
   * Runs a command of this program in new namespaces, with this process's terminal; it dies with
   * this process. The calling thread must wait for it.
   */
  public static Process startAttached(NodeSettings settings, List<String> arguments)
      throws IOException {
    var state = settings.stateDirectory();
    var program = program(settings, copied(state), arguments.toArray(String[]::new));
    var words =
        enclosure(settings)
            .attached(SettingsFile.of(state), ProcessHandle.current().pid(), program);
    return new ProcessBuilder(words).inheritIO().start();
  }

  /** Runs a command of this program inside the node, with this process's terminal. */
  public static int callInside(NodeSettings settings, List<String> arguments)
      throws IOException, InterruptedException {
    var words = new ArrayList<>(Entrance.of(settings).intoEnclosure());
    words.addAll(program(settings, ownJar(), arguments.toArray(String[]::new)));
    return new ProcessBuilder(words).inheritIO().start().waitFor();
  }

  /**
   * Removes all that a node left behind which does not run any more. Harmless where there is
   * nothing.
   *
   * @throws Failure if one runs
   */
  public static void cleanUp(NodeSettings settings) throws IOException {
    var state = settings.stateDirectory();
    if (!Files.exists(state)) {
      return;
    }
    if (Side.userId(state) != Side.here().user()) {
      throw new Failure("%s belongs to somebody else (expected: to you)".formatted(state));
    }
    try {
      new Command(enclosure(settings).removal()).run();
    } catch (IOException e) {
      throw new Failure(
          "node %s still runs, or something of it is left: %s".formatted(settings.prefix(), e), e);
    }
  }

  /** Where a node's daemon writes what it does. */
  public static Path log(Path stateDirectory) {
    return stateDirectory.resolve(LOG_FILE);
  }

  private static Enclosure enclosure(NodeSettings settings) {
    return new Enclosure(settings.stateDirectory(), Side.here().rootless());
  }

  private static List<String> program(NodeSettings settings, Path jar, String... arguments) {
    var words = new ArrayList<String>();
    words.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    words.addAll(
        List.of(
            "--enable-native-access=ALL-UNNAMED",
            "--sun-misc-unsafe-memory-access=allow",
            "-XX:+UseSerialGC",
            "-XX:TieredStopAtLevel=1",
            // Its files in /tmp are named by process ids, which begin anew inside.
            "-XX:-UsePerfData",
            "-Dmeshctl.home=" + settings.build()));
    var started = System.getProperty("meshctl.startedMicros");
    if (started != null) {
      words.add("-Dmeshctl.startedMicros=" + started);
    }
    if (List.of(arguments).contains(COMMAND)) {
      words.add("-Dtinylog.level=info"); // into its log
    }
    words.addAll(Side.here().options());
    words.addAll(List.of("-jar", jar.toString()));
    words.addAll(List.of(arguments));
    return words;
  }

  private static Path copied(Path state) throws IOException {
    return copyProgram(ownJar(), state.resolve("meshctl"));
  }

  private static Path ownJar() throws IOException {
    try {
      return Path.of(NodeDaemon.class.getProtectionDomain().getCodeSource().getLocation().toURI());
    } catch (URISyntaxException e) {
      throw new IOException("this program does not know where it is", e);
    }
  }

  /**
   * Which build a running node's own program is.
   *
   * @throws IOException if none runs
   */
  public static String version(Path stateDirectory) throws IOException {
    try (var jar = new JarFile(stateDirectory.resolve("meshctl").resolve(JAR).toFile())) {
      var version = jar.getManifest().getMainAttributes().getValue(Name.IMPLEMENTATION_VERSION);
      return Objects.requireNonNullElse(version, "(not packaged)");
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
    return Files.copy(jar, target.resolve(JAR), REPLACE_EXISTING);
  }

  /** Shared, so that several may look at once. */
  private static boolean isHeld(Path lock) throws IOException {
    if (!Files.exists(lock)) {
      return false;
    }
    try {
      Command.of("flock", "--shared", "--nonblock", lock.toString(), "true").run();
      return false;
    } catch (IOException e) {
      return Files.exists(lock);
    }
  }

  /**
   * Whether it was killed and only waits for all that it had started to end, too: it has given its
   * memory back, and with that its words.
   */
  private static boolean isEnding(long process) {
    try {
      return Files.readAllBytes(Path.of("/proc", Long.toString(process), "cmdline")).length == 0;
    } catch (IOException _) {
      return true; // it has gone meanwhile
    }
  }

  private static OptionalLong recorded(Path file) throws IOException {
    try {
      return OptionalLong.of(Long.parseLong(Files.readString(file).strip()));
    } catch (NoSuchFileException _) {
      return OptionalLong.empty();
    }
  }

  public long pid() {
    return process.pid();
  }

  public boolean isAlive() {
    return process.isAlive();
  }

  /** Asks it to end its pods in order, and waits for that; kills it if it takes too long. */
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
