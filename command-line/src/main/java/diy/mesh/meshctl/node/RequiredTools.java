package diy.mesh.meshctl.node;

import static java.util.stream.Collectors.joining;

import diy.mesh.meshctl.terminal.Failure;
import diy.mesh.meshctl.terminal.Terminal;
import diy.mesh.standalone.machine.Enclosure;
import diy.mesh.standalone.process.Command;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** The programs of the machine that a node works with. What is missing is installed, or named. */
public final class RequiredTools {

  /**
   * A program.
   *
   * @param command its name
   * @param debianPackage what holds it
   */
  private record Tool(String command, String debianPackage) {
    @Override
    public String toString() {
      return command;
    }
  }

  private static final List<Tool> OF_A_NODE =
      List.of(
          new Tool("flock", "util-linux"),
          new Tool("hostname", "hostname"),
          new Tool("ip", "iproute2"),
          new Tool("iptables-restore", "iptables"),
          new Tool("mount", "mount"),
          new Tool("nsenter", "util-linux"),
          new Tool("setpriv", "util-linux"),
          new Tool("setsid", "util-linux"),
          new Tool("unshare", "util-linux"));

  private static final List<Tool> OF_USERS =
      List.of(new Tool("newuidmap", "uidmap"), new Tool("newgidmap", "uidmap"));

  private static final List<Tool> OF_CURL = List.of(new Tool("curl", "curl"));

  private final Terminal terminal;

  /**
   * @param terminal hears of what is installed
   */
  public RequiredTools(Terminal terminal) {
    this.terminal = terminal;
  }

  /** Makes sure of what a node needs, the right to make namespaces included. */
  public void forNode() throws IOException, InterruptedException {
    var side = Side.here();
    ensure(
        side.rootless()
            ? Stream.concat(OF_USERS.stream(), OF_A_NODE.stream()).toList()
            : OF_A_NODE);
    if (side.rootless()) {
      tryNamespaces(side.user());
    }
  }

  private static void tryNamespaces(int user) throws IOException {
    try {
      new Command(Enclosure.trial()).run();
    } catch (IOException e) {
      var name = System.getProperty("user.name");
      var reasons = UserNamespaces.find(name, user, String.valueOf(e.getMessage())).reasons();
      throw new Failure(String.join("\n", reasons), e);
    }
  }

  /** Makes sure of what requests by hand need. */
  public void forCurl() throws IOException, InterruptedException {
    ensure(OF_CURL);
  }

  private void ensure(List<Tool> tools) throws IOException, InterruptedException {
    var missing = tools.stream().filter(Predicate.not(RequiredTools::isPresent)).toList();
    if (missing.isEmpty()) {
      return;
    }
    var names = missing.stream().map(Tool::command).collect(joining(", "));
    var packages = missing.stream().map(Tool::debianPackage).distinct().toList();
    var install = "apt-get install -y --no-install-recommends " + String.join(" ", packages);
    if (!isPresent(new Tool("apt-get", "apt"))) {
      throw new Failure(
          "this machine lacks %s; install what Debian calls %s with its package manager"
              .formatted(names, String.join(", ", packages)));
    }
    if (Side.here().rootless()) {
      throw new Failure("this machine lacks %s; install: sudo %s".formatted(names, install));
    }
    terminal.println("this machine lacks %s; installing: %s".formatted(names, install));
    install(install);
    var still =
        tools.stream().filter(Predicate.not(RequiredTools::isPresent)).map(Tool::command).toList();
    if (!still.isEmpty()) {
      throw new Failure("still missing after '%s': %s".formatted(install, still));
    }
  }

  /** A fresh machine has no package lists yet, so a failure may only mean that. */
  private static void install(String command) throws IOException, InterruptedException {
    if (run(command).isEmpty()) {
      return;
    }
    run("apt-get update");
    var complaint = run(command);
    if (!complaint.isEmpty()) {
      throw new Failure("'%s' failed: %s".formatted(command, complaint));
    }
  }

  /** What the command wrote last, if it failed; empty if not. */
  private static String run(String command) throws IOException, InterruptedException {
    var builder = new ProcessBuilder(command.split(" ")).redirectErrorStream(true);
    builder.environment().put("DEBIAN_FRONTEND", "noninteractive");
    var process = builder.start();
    process.getOutputStream().close();
    var output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    int code = process.waitFor();
    return code == 0
        ? ""
        : output.strip().lines().reduce((_, last) -> last).orElse("exit code " + code);
  }

  private static boolean isPresent(Tool tool) {
    return Command.find(tool.command()).isPresent();
  }
}
