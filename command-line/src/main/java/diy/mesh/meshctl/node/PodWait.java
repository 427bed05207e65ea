package diy.mesh.meshctl.node;

import diy.mesh.meshctl.terminal.Failure;
import diy.mesh.standalone.PodStatus;
import diy.mesh.standalone.objects.ObjectStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;

/** Waits for the pods of a node in another process. */
public final class PodWait {

  private static final int LAST_LINES = 5;
  private static final Duration BETWEEN_LOOKS = Duration.ofMillis(50);

  private final NodeDaemon daemon;
  private final Path stateDirectory;
  private final ObjectStore store;

  /**
   * @param store says which pods there should be
   */
  public PodWait(NodeDaemon daemon, Path stateDirectory, ObjectStore store) {
    this.daemon = daemon;
    this.stateDirectory = stateDirectory;
    this.store = store;
  }

  /** All pods as the node last described them. */
  public List<PodStatus> pods() throws IOException {
    return StatusFile.read(stateDirectory);
  }

  /**
   * Waits until the pods are those that the objects ask for, changed ones made anew, all ready.
   *
   * @param progress sees the pods again and again
   * @return whether that happened within {@code limit}
   * @throws Failure if the node ended
   */
  public boolean untilReady(Duration limit, Consumer<List<PodStatus>> progress)
      throws IOException, InterruptedException {
    long end = System.nanoTime() + limit.toNanos();
    while (System.nanoTime() - end < 0) {
      var pods = pods();
      progress.accept(pods);
      if (StatusFile.isSettled(stateDirectory, store.fingerprint())) {
        progress.accept(pods());
        return true;
      }
      if (!daemon.isAlive()) {
        throw new Failure("the node has ended; its last words:\n" + lastWords());
      }
      Thread.sleep(BETWEEN_LOOKS);
    }
    return false;
  }

  private String lastWords() throws IOException {
    var log = NodeDaemon.log(stateDirectory);
    if (!Files.exists(log)) {
      return "(its log is gone, too)";
    }
    var lines = Files.readAllLines(log);
    return String.join("\n", lines.subList(Math.max(0, lines.size() - LAST_LINES), lines.size()));
  }
}
