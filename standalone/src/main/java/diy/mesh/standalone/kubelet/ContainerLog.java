package diy.mesh.standalone.kubelet;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A container's log: a file, and the one before it. When the file is full it takes the place of the
 * one before, so that at most twice the limit is kept. Readers always find a file of its name, and
 * no line is in two files unless it is longer than one. From any thread.
 */
final class ContainerLog {

  private static final Logger LOG = LoggerFactory.getLogger(ContainerLog.class);
  private static final int CHUNK = 16 * 1024;

  private final Path file;
  private final long limit;

  // Guarded by this: the processes that write at this moment, and what they write to.
  private int writers;
  private long size;
  private @Nullable OutputStream out;

  /**
   * A log that goes on where the file ends, if there is one.
   *
   * @param limit of one file, in bytes
   */
  ContainerLog(Path file, long limit) {
    this.file = file;
    this.limit = limit;
  }

  Path file() {
    return file;
  }

  /**
   * Takes in what a process writes, until the last of its descendants ends. Returns at once; the
   * file is there by then.
   */
  void follow(InputStream output) throws IOException {
    begin();
    Thread.ofPlatform().daemon().name("log " + file.getFileName()).start(() -> drain(output));
  }

  /** As {@link #follow}, on this thread. */
  void copy(InputStream output) throws IOException {
    begin();
    drain(output);
  }

  private void drain(InputStream output) {
    byte[] chunk = new byte[CHUNK];
    try (output) {
      for (int length = output.read(chunk); length > 0; length = output.read(chunk)) {
        write(chunk, length);
      }
      end();
    } catch (IOException e) {
      LOG.warn("{}: the rest of what this process writes is lost", file, e);
    }
  }

  private synchronized void begin() throws IOException {
    open();
    writers++;
  }

  private synchronized void end() throws IOException {
    writers--;
    if (writers == 0) {
      close();
    }
  }

  private synchronized void write(byte[] bytes, int length) throws IOException {
    open();
    int done = 0;
    while (size + length - done > limit) {
      int end = lineEnd(bytes, done, (int) Math.min(length, done + Math.max(0, limit - size)));
      if (end == done && size == 0) {
        end = (int) Math.min(length, done + limit); // a line that no file could hold
      }
      append(bytes, done, end);
      done = end;
      rotate();
    }
    append(bytes, done, length);
  }

  /** Behind the last line feed of a part; its start where there is none. */
  private static int lineEnd(byte[] bytes, int start, int end) {
    int at = end;
    while (at > start && bytes[at - 1] != '\n') {
      at--;
    }
    return at;
  }

  private OutputStream open() throws IOException {
    if (out == null) {
      size = Files.exists(file) ? Files.size(file) : 0;
      out = Files.newOutputStream(file, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    }
    return out;
  }

  private void close() throws IOException {
    if (out != null) {
      out.close();
      out = null;
    }
  }

  private void append(byte[] bytes, int start, int end) throws IOException {
    open().write(bytes, start, end - start);
    size += end - start;
  }

  /** By a second name for the full file, and a new one put in its place: there is always one. */
  private void rotate() throws IOException {
    close();
    var before = file.resolveSibling(file.getFileName() + ".1");
    var next = file.resolveSibling(file.getFileName() + ".next");
    Files.deleteIfExists(before);
    Files.createLink(before, file);
    Files.deleteIfExists(next);
    Files.move(Files.createFile(next), file, StandardCopyOption.ATOMIC_MOVE);
    size = 0;
  }
}
