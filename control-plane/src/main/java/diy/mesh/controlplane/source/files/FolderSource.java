package diy.mesh.controlplane.source.files;

import diy.mesh.controlplane.source.MeshSource;
import diy.mesh.controlplane.source.SourceChange;
import java.io.IOException;
import java.nio.file.ClosedWatchServiceException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Watches a folder's files named {@code *.yaml}, {@code *.yml} and {@code *.json}; not its
 * sub-folders.
 *
 * <p>A file that is renamed into the folder is read at once. One that is written in place is read
 * when its writer has paused, since half a file may look like a whole one. While the folder itself
 * is missing, all it held goes on serving.
 */
public final class FolderSource implements MeshSource {

  private static final Logger LOG = LoggerFactory.getLogger(FolderSource.class);

  /** Larger files are refused, in bytes. */
  private static final long LARGEST_FILE = 32L << 20;

  private final Path folder;
  private final FolderWatch watch;
  private final Thread thread = new Thread(this::run, "folder-source");
  private Consumer<SourceChange> listener = _ -> {};
  private FolderContents contents = FolderContents.EMPTY;

  private FolderSource(Path folder, FolderWatch watch) {
    this.folder = folder;
    this.watch = watch;
  }

  /**
   * A source of this folder.
   *
   * @throws IOException if it is no folder that can be watched
   */
  public static FolderSource of(Path folder) throws IOException {
    return new FolderSource(folder, FolderWatch.open(folder));
  }

  @Override
  public void start(Consumer<SourceChange> listener) throws IOException {
    this.listener = listener;
    takeIn(readAll());
    thread.setDaemon(true);
    thread.start();
  }

  @Override
  public void close() {
    watch.close();
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void run() {
    try {
      while (true) {
        switch (watch.next()) {
          case FolderWatch.Everything() -> takeInAll();
          case FolderWatch.Some(var names) -> takeIn(read(names));
        }
      }
    } catch (ClosedWatchServiceException e) {
      LOG.debug("no longer watching {}", folder);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void takeInAll() {
    try {
      takeIn(readAll());
    } catch (IOException e) {
      LOG.warn("{}: cannot be listed, will try again: {}", folder, e.toString());
      watch.repeatEverything();
    }
  }

  private void takeIn(Map<String, FileContent> read) {
    FolderContents before = contents;
    contents = before.with(read);
    SourceChange change = contents.since(before);
    for (var file : change.files()) {
      LOG.info("{}: {}", file.name(), file.gone() ? "gone" : "read");
      file.problems().forEach(problem -> LOG.warn("{}", problem));
    }
    if (!change.events().isEmpty() || !change.files().isEmpty()) {
      listener.accept(change);
    }
  }

  private Map<String, FileContent> readAll() throws IOException {
    var names = new TreeSet<>(contents.files().keySet());
    try (Stream<Path> files = Files.list(folder)) {
      files
          .map(file -> file.getFileName().toString())
          .filter(FolderWatch::isWatched)
          .forEach(names::add);
    }
    return read(names);
  }

  private Map<String, FileContent> read(Set<String> names) {
    var read = new HashMap<String, FileContent>();
    names.forEach(name -> read.put(name, read(name)));
    // Gone together with the folder is not the same as removed from it.
    return Files.isDirectory(folder) ? read : Map.of();
  }

  private FileContent read(String name) {
    Path file = folder.resolve(name);
    try {
      if (!Files.isRegularFile(file)) {
        return FileContent.MISSING;
      }
      long size = Files.size(file);
      if (size > LARGEST_FILE) {
        return FileContent.unreadable(
            name, "%d bytes (expected: at most %d)".formatted(size, LARGEST_FILE));
      }
      return FileContent.of(name, Files.readAllBytes(file));
    } catch (NoSuchFileException e) {
      return FileContent.MISSING;
    } catch (IOException e) {
      return FileContent.unreadable(name, "cannot be read: " + e);
    }
  }
}
