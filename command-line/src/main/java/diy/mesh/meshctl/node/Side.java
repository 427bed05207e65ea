package diy.mesh.meshctl.node;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * On which side of a node's enclosure this process is, who runs it, and where nodes keep their
 * state: the two sides agree on it by system properties.
 *
 * @param inside whether this process runs within the node's namespaces
 * @param user the user's id on this side; within, an ordinary user is 0, too
 * @param state the state directory of the usual node, seen on both sides
 */
public record Side(boolean inside, int user, Path state) {

  private static final String INSIDE = "meshctl.inside";
  private static final String STATE = "meshctl.state";

  /** This process's. */
  public static Side here() {
    int user = userId(Path.of("/proc/self/status"));
    var told = System.getProperty(STATE);
    return new Side(
        Boolean.getBoolean(INSIDE),
        user,
        told == null ? stateDirectory(user, Map.of()) : Path.of(told));
  }

  /** Settles where this user's nodes are, unless another process has done so for this one. */
  public static void settle(Map<String, String> environment) {
    if (System.getProperty(STATE) == null) {
      var state = stateDirectory(userId(Path.of("/proc/self/status")), environment);
      System.setProperty(STATE, state.toString());
    }
  }

  /** Whether nodes need a user namespace. */
  public boolean rootless() {
    return user != 0;
  }

  /** For the command line of a JVM inside. */
  List<String> options() {
    return List.of("-D" + INSIDE + "=true", "-D" + STATE + "=" + state);
  }

  /**
   * Root's is in /run. A user's is in the user's own folder there or, where there is none, in /tmp:
   * never below a home, which the pods' users may not enter.
   */
  static Path stateDirectory(int user, Map<String, String> environment) {
    var runtime = environment.getOrDefault("XDG_RUNTIME_DIR", "");
    if (user == 0) {
      return Path.of("/run/diy-mesh");
    }
    return runtime.startsWith("/run/") && userId(Path.of(runtime)) == user
        ? Path.of(runtime, "diy-mesh")
        : Path.of("/tmp/diy-mesh-" + user);
  }

  /** The owner of a file; -1 where it cannot be seen. */
  static int userId(Path file) {
    try {
      return Files.exists(file, LinkOption.NOFOLLOW_LINKS)
          ? (int) Files.getAttribute(file, "unix:uid", LinkOption.NOFOLLOW_LINKS)
          : -1;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
