package diy.mesh.standalone.machine;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Held by whoever works on something that only one node may work on. The kernel lets go of it when
 * its process dies, however that happens.
 */
public final class NodeLock implements AutoCloseable {

  /**
   * Those of this process. The kernel drops a lock as soon as its process closes the file, however
   * often it is open: a held one must not even be looked at.
   */
  private static final Set<Path> HELD = ConcurrentHashMap.newKeySet();

  private final Path file;
  private final FileChannel channel;

  private NodeLock(Path file, FileChannel channel) {
    this.file = file;
    this.channel = channel;
  }

  /**
   * Takes a lock.
   *
   * @param file says who holds it; it and its folder are made where they are missing
   * @return empty where somebody else holds it, or this process does already
   */
  public static Optional<NodeLock> tryTake(Path file) throws IOException {
    if (!HELD.add(file)) {
      return Optional.empty();
    }
    boolean taken = false;
    Files.createDirectories(file.toAbsolutePath().getParent());
    var channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    try {
      taken = channel.tryLock() != null;
      if (taken) {
        String pid = ProcessHandle.current().pid() + "\n";
        channel.truncate(0).write(ByteBuffer.wrap(pid.getBytes(StandardCharsets.US_ASCII)));
        return Optional.of(new NodeLock(file, channel));
      }
      return Optional.empty();
    } finally {
      if (!taken) {
        channel.close();
        HELD.remove(file);
      }
    }
  }

  /** The process that holds a lock; empty where nobody does. */
  public static OptionalLong holder(Path file) throws IOException {
    if (HELD.contains(file)) {
      return OptionalLong.of(ProcessHandle.current().pid());
    }
    try (var channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
      if (channel.tryLock() != null) {
        return OptionalLong.empty();
      }
      String pid = Files.readString(file).strip();
      return pid.isEmpty() ? OptionalLong.empty() : OptionalLong.of(Long.parseLong(pid));
    } catch (NoSuchFileException _) {
      return OptionalLong.empty();
    }
  }

  /** Removes the file and lets go. */
  @Override
  public void close() throws IOException {
    Files.deleteIfExists(file);
    channel.close();
    HELD.remove(file);
  }
}
