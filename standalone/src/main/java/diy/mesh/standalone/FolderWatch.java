package diy.mesh.standalone;

import java.io.IOException;
import java.nio.file.ClosedWatchServiceException;
import java.nio.file.Path;
import java.nio.file.StandardWatchEventKinds;
import java.nio.file.WatchService;

/** Tells at once that a folder's files have changed. */
final class FolderWatch implements AutoCloseable {

  private final WatchService watch;
  private final Runnable changed;

  private FolderWatch(WatchService watch, Runnable changed) {
    this.watch = watch;
    this.changed = changed;
  }

  /**
   * Watches a folder on a thread of its own.
   *
   * @param changed called after every change, or several
   */
  static FolderWatch start(Path folder, Runnable changed) throws IOException {
    var service = folder.getFileSystem().newWatchService();
    folder.register(
        service,
        StandardWatchEventKinds.ENTRY_CREATE,
        StandardWatchEventKinds.ENTRY_MODIFY,
        StandardWatchEventKinds.ENTRY_DELETE);
    var watch = new FolderWatch(service, changed);
    Thread.ofPlatform().daemon().name("folder watch").start(watch::run);
    return watch;
  }

  private void run() {
    try {
      while (true) {
        var key = watch.take();
        key.pollEvents();
        key.reset();
        changed.run();
      }
    } catch (ClosedWatchServiceException _) {
      // The node has ended.
    } catch (InterruptedException e) {
      throw new AssertionError("nobody interrupts a folder's watch", e);
    }
  }

  @Override
  public void close() throws IOException {
    watch.close();
  }
}
