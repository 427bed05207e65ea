package diy.mesh.standalone.machine;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Namespaces that hold a whole node: network, mounts, processes and, for an ordinary user, users.
 * When the first process in there ends, in whatever way, the kernel ends all others, and networks,
 * rules and mounts go with them. Only the state directory is left.
 *
 * <p>Pure: from settings to words.
 *
 * @param state the state directory: it is seen inside, too, and by users who may not see its
 *     parents outside
 * @param rootless whether an ordinary user builds it, who becomes root inside
 */
public record Enclosure(Path state, boolean rootless) {

  /** Locked, by {@code flock(2)}, as long as any process of the enclosure's own lives. */
  public static final String LOCK = "daemon.lock";

  /** The first process inside, by its id outside. */
  public static final String PID = "daemon.pid";

  /** A user namespace in which the caller is root, and has other users beside. */
  private static final List<String> AS_ROOT =
      List.of("unshare", "--user", "--map-auto", "--map-root-user");

  /**
   * Arguments: the state directory, a file in it, a process or 0, the program. Takes the lock;
   * gives up if the file is gone (somebody has cleaned up in the meantime), or the process.
   */
  private static final String HOLD =
      """
      [ "$3" = 0 ] || [ "$PPID" = "$3" ] || exit 75
      exec 9< "$1/daemon.lock" || exit 75
      flock --timeout 10 9 || exit 75
      [ -e "$2" ] || exit 75
      shift 3
      exec "$@"
      """;

  /**
   * Arguments: the state directory, the program. The /proc from outside still knows this process by
   * its id outside. The shell stays: it collects orphans, and its end is everybody's.
   */
  private static final String FURNISH =
      """
      set -e
      umask 022
      read -r pid rest < /proc/self/stat
      echo "$pid" > "$1/daemon.pid.new"
      mv "$1/daemon.pid.new" "$1/daemon.pid"
      exec 8< "$1"
      mount -t proc proc /proc
      mount -t tmpfs -o mode=755 tmpfs /run
      mkdir -p "$1"
      mount --no-canonicalize --bind /proc/self/fd/8 "$1"
      exec 8<&-
      ip link set lo up
      # Where a link led into the /run that is hidden now, something must be, to be bound over.
      for file in /etc/hosts /etc/resolv.conf; do
        place=$(readlink -m "$file")
        [ -e "$place" ] || { mkdir -p "${place%/*}" && : > "$place"; }
      done
      shift
      set +e
      "$@" <&0 9<&- &
      node=$!
      trap 'kill -TERM "$node"' TERM INT HUP
      wait "$node"
      code=$?
      while kill -0 "$node" 2>/dev/null; do
        wait "$node"
        code=$?
      done
      exit "$code"
      """;

  /**
   * A node that outlives its starter, and Ctrl-C in its terminal.
   *
   * @param wanted a file of the state directory without which nothing is started
   */
  public List<String> detached(Path wanted, List<String> program) {
    var words = new ArrayList<>(List.of("setsid"));
    words.addAll(held(wanted, 0, program));
    return List.copyOf(words);
  }

  /**
   * A node that dies with its starter.
   *
   * @param wanted a file of the state directory without which nothing is started
   * @param starter the calling process; the calling thread must outlive the node
   */
  public List<String> attached(Path wanted, long starter, List<String> program) {
    var words = new ArrayList<>(List.of("setpriv", "--pdeathsig", "KILL"));
    words.addAll(held(wanted, starter, program));
    return List.copyOf(words);
  }

  /** Removes the state directory, with what users inside made there; fails while a node lives. */
  public List<String> removal() {
    var words = new ArrayList<>(List.of("flock", "--timeout", "10"));
    words.add(state.resolve(LOCK).toString());
    words.addAll(rootless ? AS_ROOT : List.of());
    words.addAll(List.of("rm", "-rf", "--", state.toString()));
    return List.copyOf(words);
  }

  /** Tries whether this machine lets this user build one. */
  public static List<String> trial() {
    var words = new ArrayList<>(AS_ROOT);
    words.addAll(List.of("--net", "--mount", "--pid", "--fork", "--kill-child"));
    words.addAll(List.of("mount", "-t", "tmpfs", "tmpfs", "/run"));
    return List.copyOf(words);
  }

  private List<String> held(Path wanted, long starter, List<String> program) {
    var words = new ArrayList<>(List.of("/bin/sh", "-c", HOLD, "sh", state.toString()));
    words.addAll(List.of(wanted.toString(), Long.toString(starter)));
    words.addAll(rootless ? AS_ROOT : List.of("unshare"));
    words.addAll(List.of("--net", "--mount", "--pid", "--ipc", "--uts", "--fork", "--kill-child"));
    words.addAll(List.of("/bin/sh", "-c", FURNISH, "sh", state.toString()));
    words.addAll(program);
    return words;
  }
}
