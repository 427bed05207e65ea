package diy.mesh.controlplane.source.files;

import static java.nio.file.StandardWatchEventKinds.ENTRY_CREATE;
import static java.nio.file.StandardWatchEventKinds.ENTRY_DELETE;
import static java.nio.file.StandardWatchEventKinds.ENTRY_MODIFY;

import java.io.IOException;
import java.nio.file.ClosedWatchServiceException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.WatchEvent;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Says which files of a folder to read, and when: now, or once their writer has paused. */
final class FolderWatch implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(FolderWatch.class);

  /** How long a file that is written in place, or was removed, must be left alone. */
  private static final Duration PAUSE = Duration.ofMillis(20);

  /** How often to see whether the folder is still the same one: that raises no event in it. */
  private static final Duration LOOK = Duration.ofMillis(100);

  /** What to read now. */
  sealed interface Reading {}

  /** The whole folder: it is a new one, or there were too many events to remember. */
  record Everything() implements Reading {}

  /** These files, which may be gone. */
  record Some(Set<String> names) implements Reading {}

  private final Path folder;
  private final WatchService events;
  private final Map<String, Long> dueNanos = new HashMap<>();
  private boolean everythingDue;

  /** Tells a folder from another one of the same path; null while there is none. */
  private @Nullable Object identity;

  private @Nullable WatchKey key;

  private FolderWatch(Path folder, WatchService events) {
    this.folder = folder;
    this.events = events;
  }

  /**
   * Watches from now on: what is read after this returned cannot miss a change.
   *
   * @throws IOException if there is no such folder
   */
  static FolderWatch open(Path folder) throws IOException {
    if (!Files.isDirectory(folder)) {
      throw new IOException("%s: no folder (expected: one to watch; create it)".formatted(folder));
    }
    var watch = new FolderWatch(folder, folder.getFileSystem().newWatchService());
    watch.register();
    return watch;
  }

  /** Whether a file of this name is ours to read. */
  static boolean isWatched(String name) {
    return !name.startsWith(".")
        && (name.endsWith(".yaml") || name.endsWith(".yml") || name.endsWith(".json"));
  }

  /**
   * Waits until something is to be read, and gives all that is.
   *
   * @throws ClosedWatchServiceException once this is closed
   */
  Reading next() throws InterruptedException {
    while (true) {
      WatchKey signalled = events.poll(waitNanos(), TimeUnit.NANOSECONDS);
      while (signalled != null) {
        signalled.pollEvents().forEach(this::collect);
        signalled.reset();
        signalled = events.poll();
      }
      noticeOtherFolder();
      if (everythingDue) {
        everythingDue = false;
        dueNanos.clear();
        return new Everything();
      }
      Set<String> names = takeDue();
      if (!names.isEmpty()) {
        return new Some(names);
      }
    }
  }

  /** Says "everything" once more, after a while. */
  void repeatEverything() {
    everythingDue = true;
  }

  @Override
  public void close() {
    try {
      events.close();
    } catch (IOException e) {
      LOG.warn("cannot stop watching {}: {}", folder, e.toString());
    }
  }

  private long waitNanos() {
    long now = System.nanoTime();
    return dueNanos.values().stream().mapToLong(due -> Math.max(0, due - now)).min().stream()
        .reduce(LOOK.toNanos(), Math::min);
  }

  private void collect(WatchEvent<?> event) {
    if (!(event.context() instanceof Path path)) {
      everythingDue = true; // an overflow names nothing
      return;
    }
    String name = path.toString();
    if (name.equals("..data")) {
      everythingDue = true; // a mounted ConfigMap swaps this link, and all its files with it
    } else if (isWatched(name)) {
      dueNanos.put(
          name, System.nanoTime() + (isComplete(event.kind(), name) ? 0 : PAUSE.toNanos()));
    }
  }

  /** A file renamed into the folder is whole; one created in it begins empty. */
  private boolean isComplete(WatchEvent.Kind<?> kind, String name) {
    return kind.equals(ENTRY_CREATE) && folder.resolve(name).toFile().length() > 0;
  }

  private Set<String> takeDue() {
    long now = System.nanoTime();
    var names = new HashSet<String>();
    dueNanos.forEach(
        (name, due) -> {
          if (due - now <= 0) {
            names.add(name);
          }
        });
    if (!names.isEmpty()) {
      // Those that were removed need not be waited for: one may be the same file, renamed.
      dueNanos.keySet().stream().filter(this::isGone).forEach(names::add);
    }
    dueNanos.keySet().removeAll(names);
    return names;
  }

  private boolean isGone(String name) {
    return Files.notExists(folder.resolve(name));
  }

  private void noticeOtherFolder() {
    Object found = identityOf(folder);
    if (Objects.equals(found, identity)) {
      return;
    }
    if (found == null) {
      identity = null;
      dueNanos.clear(); // its files went with it; they go on serving
      LOG.warn("{}: the folder is gone (expected: a folder); what it held goes on serving", folder);
      return;
    }
    try {
      register();
      everythingDue = true;
      LOG.info("{}: a new folder", folder);
    } catch (IOException e) {
      LOG.warn("{}: cannot be watched, will try again: {}", folder, e.toString());
    }
  }

  private void register() throws IOException {
    if (key != null) {
      key.cancel();
    }
    Object found = identityOf(folder);
    key = folder.register(events, ENTRY_CREATE, ENTRY_MODIFY, ENTRY_DELETE);
    identity = found;
  }

  private static @Nullable Object identityOf(Path folder) {
    try {
      var attributes = Files.readAttributes(folder, BasicFileAttributes.class);
      return attributes.isDirectory() ? attributes.fileKey() : null;
    } catch (IOException e) {
      return null;
    }
  }
}
