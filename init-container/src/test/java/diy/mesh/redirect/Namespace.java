package diy.mesh.redirect;

import static org.assertj.core.api.Assertions.assertThat;

import diy.mesh.model.workload.ProxyPorts;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

/** A real network namespace for one test, in which the real program runs as a process. */
final class Namespace implements AutoCloseable {

  private static final AtomicInteger NUMBERS = new AtomicInteger();
  private static final Host HOST = new LinuxHost(Duration.ofSeconds(60));

  private final String name =
      "init-test-%d-%d".formatted(ProcessHandle.current().pid(), NUMBERS.incrementAndGet());

  Namespace() {
    done(HOST.run(List.of("ip", "netns", "add", name), ""));
    exec("ip", "link", "set", "lo", "up");
  }

  /** Joins two namespaces by a cable between the {@code eth0} of each. */
  void joinTo(Namespace other) {
    done(
        HOST.run(
            List.of(
                "ip link add eth0 netns %s type veth peer name eth0 netns %s"
                    .formatted(name, other.name)
                    .split(" ")),
            ""));
  }

  /** Runs a command that must succeed; its standard output. */
  String exec(String... command) {
    return done(attempt(command));
  }

  /** Runs a command in the namespace. */
  Host.Finished attempt(String... command) {
    return (Host.Finished) HOST.run(inside(command), "");
  }

  /** Applies lines to a nat table, as somebody who edits it by hand. */
  void restore(String program, String... lines) {
    String input = "*nat\n" + String.join("\n", lines) + "\nCOMMIT\n";
    done(HOST.run(inside(program + "-restore", "--noflush", "--wait"), input));
  }

  /** The rules of the nat table, without its frame. */
  List<String> rules(String program) {
    return exec(program + "-save", "-t", "nat")
        .lines()
        .filter(line -> line.startsWith("-A"))
        .toList();
  }

  /** The init program with these variables in its environment, as this class's tests see it. */
  Host.Finished init(Map<String, String> environment, String... arguments) {
    return initBy(List.of(), environment, arguments);
  }

  /**
   * The init program, started by another command.
   *
   * @param starter for example {@code setpriv} with its options
   */
  Host.Finished initBy(List<String> starter, Map<String, String> environment, String... arguments) {
    var command = new ArrayList<>(starter);
    command.add("env");
    environment.forEach((variable, value) -> command.add(variable + "=" + value));
    command.addAll(List.of(java(), "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"));
    command.addAll(List.of("-cp", classPath(Main.class, ProxyPorts.class), Main.class.getName()));
    command.addAll(List.of(arguments));
    return attempt(command.toArray(String[]::new));
  }

  /** Starts a server that tells its callers its name and which of its ports they reached. */
  Process serve(String server, int... ports) {
    var command = new ArrayList<>(List.of(java(), "-XX:+UseSerialGC"));
    command.addAll(List.of("-cp", classPath(TalkingPorts.class), TalkingPorts.class.getName()));
    command.add(server);
    for (int port : ports) {
      command.add(Integer.toString(port));
    }
    try {
      Process process =
          new ProcessBuilder(inside(command.toArray(String[]::new)))
              .redirectError(ProcessBuilder.Redirect.INHERIT)
              .start();
      assertThat(process.inputReader().readLine()).isEqualTo("ready");
      return process;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A folder to put first on PATH, in which plain {@code iptables} has this back end. */
  static Path programsOf(BackEnd backEnd, Path folder) throws IOException {
    for (IpFamily family : IpFamily.values()) {
      for (String job : List.of("", "-save", "-restore")) {
        Path real = find(backEnd.programOf(family) + job);
        script(folder, family.program() + job, "exec " + real + " \"$@\"");
      }
    }
    return folder;
  }

  /** A program that stands in for another one. */
  static void script(Path folder, String program, String content) throws IOException {
    Path file = Files.writeString(folder.resolve(program), "#!/bin/sh\n" + content + "\n");
    assertThat(file.toFile().setExecutable(true)).isTrue();
  }

  private static Path find(String program) {
    return Stream.of(System.getenv("PATH").split(File.pathSeparator, -1))
        .map(folder -> Path.of(folder, program))
        .filter(Files::isExecutable)
        .findFirst()
        .orElseThrow(() -> new AssertionError(program + " is not on PATH"));
  }

  private List<String> inside(String... command) {
    return Stream.concat(Stream.of("ip", "netns", "exec", name), Stream.of(command)).toList();
  }

  private static String java() {
    return Path.of(System.getProperty("java.home"), "bin", "java").toString();
  }

  private static String classPath(Class<?>... classes) {
    return Stream.of(classes)
        .map(Namespace::location)
        .distinct()
        .reduce((one, other) -> one + File.pathSeparator + other)
        .orElseThrow();
  }

  private static String location(Class<?> of) {
    try {
      return Path.of(of.getProtectionDomain().getCodeSource().getLocation().toURI()).toString();
    } catch (URISyntaxException e) {
      throw new AssertionError(e);
    }
  }

  private static String done(Host.Ended ended) {
    assertThat(ended)
        .isInstanceOfSatisfying(
            Host.Finished.class, it -> assertThat(it.exitCode()).as(it.said()).isZero());
    return ((Host.Finished) ended).printed();
  }

  @Override
  public void close() {
    done(HOST.run(List.of("ip", "netns", "delete", name), ""));
  }
}
