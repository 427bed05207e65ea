package diy.mesh.standalone.kubelet;

import diy.mesh.standalone.network.Namespaces;
import diy.mesh.standalone.pod.ContainerSpec;
import diy.mesh.standalone.pod.ContainerSpec.Mount;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * What stands around a container's process: the pod's network and host name, its volumes, and the
 * container's user. All of it is a chain of programs that each become the next one, so that the
 * process started is the app's own in the end and gets its signals.
 *
 * @param netns the pod's network namespace; its {@code /etc/hosts} comes with it
 * @param host the pod's host name
 * @param volumes the folder that holds one folder per volume
 * @param kept a folder that stays visible even where a volume covers it: our programs are there
 */
record Sandbox(String netns, String host, Path volumes, Path kept) {

  /** Arguments: the host name, pairs of folder and place where it is seen, --, the program. */
  private static final String SURROUND =
      """
      set -e
      hostname "$1"
      # The files there tell of the network that they were mounted in.
      mount -t sysfs sysfs /sys 2>/dev/null || true
      shift
      while [ "$1" != -- ]; do
        mount --rbind "$1" "$2"
        shift 2
      done
      shift
      exec "$@"
      """;

  /** The words that start {@code program} in here. */
  List<String> words(ContainerSpec container, List<String> program) {
    var words = new ArrayList<String>();
    // A session of its own: Ctrl-C in somebody's terminal is none of its business.
    words.add("setsid");
    words.addAll(Namespaces.entry(netns));
    words.add("--uts");
    words.addAll(List.of("/bin/sh", "-c", SURROUND, "sh", host));
    words.addAll(Namespaces.files(netns));
    words.addAll(mounts(container));
    words.add("--");
    words.addAll(user(container));
    words.addAll(program);
    return List.copyOf(words);
  }

  /** The words that start {@code program} beside a process that runs in here, where that works. */
  List<String> wordsBeside(long process, ContainerSpec container, List<String> program) {
    var words = new ArrayList<String>();
    words.addAll(List.of("nsenter", "--target", Long.toString(process)));
    words.addAll(List.of("--mount", "--uts", "--net", "--wd", "--"));
    words.addAll(user(container));
    words.addAll(program);
    return List.copyOf(words);
  }

  /** The folders that volumes over {@link #kept} need within them to show it. */
  List<Path> keepers(ContainerSpec container) {
    return container.mounts().stream().filter(this::covers).map(this::keeper).toList();
  }

  /** Volumes that cover our own folders come last: the others' folders are still there then. */
  private List<String> mounts(ContainerSpec container) {
    var words = new ArrayList<String>();
    var sorted =
        container.mounts().stream().sorted(Comparator.comparing((Mount m) -> covers(m))).toList();
    for (Mount mount : sorted) {
      if (covers(mount)) {
        words.addAll(List.of(kept.toString(), keeper(mount).toString()));
      }
      words.addAll(List.of(volumes.resolve(mount.volume()).toString(), mount.path()));
    }
    return words;
  }

  private boolean covers(Mount mount) {
    return kept.startsWith(Path.of(mount.path()));
  }

  private Path keeper(Mount mount) {
    return volumes.resolve(mount.volume()).resolve(Path.of(mount.path()).relativize(kept));
  }

  private static List<String> user(ContainerSpec container) {
    var security = container.security();
    var bounding = new StringBuilder("-all");
    security.capabilities().forEach(capability -> bounding.append(",+").append(capability));
    var words = new ArrayList<String>();
    words.addAll(List.of("setpriv", "--reuid", Integer.toString(security.user())));
    words.addAll(List.of("--regid", Integer.toString(security.group()), "--clear-groups"));
    words.addAll(List.of("--bounding-set", bounding.toString()));
    if (!security.mayGainPrivileges()) {
      words.add("--no-new-privs");
    }
    words.add("--");
    return words;
  }
}
