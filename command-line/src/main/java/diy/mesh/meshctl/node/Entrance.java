package diy.mesh.meshctl.node;

import diy.mesh.meshctl.terminal.Failure;
import diy.mesh.standalone.NodeSettings;
import diy.mesh.standalone.PodStatus;
import diy.mesh.standalone.network.Namespaces;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The way into a running node: words that, put before a program's own, start it in there; and where
 * root finds its network namespaces from outside. The working directory comes along.
 */
public final class Entrance {

  /** Arguments: a network namespace, pairs of file and place where it is seen, --, the program. */
  private static final String NODE =
      """
      shift
      while [ "$1" != -- ]; do
        mount --bind "$1" "$2"
        shift 2
      done
      shift
      exec "$@"
      """;

  /** Arguments: a network namespace, the program. */
  private static final String POD =
      """
      network=$1
      shift
      for process in $(ip netns pids "$network"); do
        ids=$(stat --format='%u %g' "/proc/$process" 2>/dev/null) || continue
        case $ids in
          1337\\ *) continue ;;
        esac
        exec nsenter --target "$process" --mount --uts --net --wd=. \\
          setpriv --reuid="${ids% *}" --regid="${ids#* }" --clear-groups "$@"
      done
      echo "meshctl: nothing but a proxy runs in $network yet; see ./meshctl status" >&2
      exit 1
      """;

  private final NodeSettings settings;
  private final long init;
  private final Side side;

  /**
   * @param init the first process of the node's own process namespace, by its id on this side
   */
  Entrance(NodeSettings settings, long init, Side side) {
    this.settings = settings;
    this.init = init;
    this.side = side;
  }

  /**
   * Of the node that works with these settings.
   *
   * @throws Failure if none does
   */
  public static Entrance of(NodeSettings settings) {
    try {
      var daemon = NodeDaemon.find(settings);
      if (daemon.isEmpty()) {
        throw new Failure("the node does not run; start it: ./meshctl up -f DIR");
      }
      return new Entrance(settings, daemon.get().pid(), Side.here());
    } catch (IOException e) {
      throw new Failure("the node cannot be found: " + e.getMessage(), e);
    }
  }

  /** Into the node's namespaces, with the network that is there when it starts: none. */
  public List<String> intoEnclosure() {
    var words = new ArrayList<>(List.of("nsenter", "--target", Long.toString(init), "--wd=."));
    if (side.rootless()) {
      words.add("--user");
    }
    words.addAll(List.of("--mount", "--uts", "--ipc", "--net", "--pid"));
    return List.copyOf(words);
  }

  /** Into the node itself, where every Service's name is known. */
  public List<String> intoNode() {
    var words = new ArrayList<>(intoEnclosure());
    var network = settings.nodeNamespace();
    words.addAll(Namespaces.entry(network));
    words.addAll(List.of("/bin/sh", "-c", NODE, "sh", network));
    words.addAll(Namespaces.files(network));
    words.add("--");
    return List.copyOf(words);
  }

  /**
   * Into a pod as the app's user, beside the app: what it sends goes through the pod's proxy. It
   * fails if no app runs there.
   */
  public List<String> intoPod(PodStatus pod) {
    var words = new ArrayList<>(intoEnclosure());
    words.addAll(List.of("/bin/sh", "-c", POD, "sh", pod.netns()));
    return List.copyOf(words);
  }

  /**
   * For {@link diy.mesh.standalone.network.NetworkNamespace}, by root or inside.
   *
   * @param name as {@code ip netns} lists it inside
   */
  public String network(String name) {
    return side.inside()
        ? name
        : Path.of("/proc", Long.toString(init), "root/run/netns", name).toString();
  }
}
