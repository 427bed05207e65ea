package diy.mesh.meshctl.node;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.Iterator;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Reads a log that may still grow: a file and the one before it, whose place it takes when it is
 * full. Not safe for several threads.
 */
public final class LogReader implements AutoCloseable {

  private static final Duration BETWEEN_LOOKS = Duration.ofMillis(50);
  private static final int CHUNK = 64 * 1024;

  private final Path file;
  private final Path before;

  /** What is left to read, oldest first; the last one may be the one that grows. */
  private final Deque<Part> parts = new ArrayDeque<>();

  /**
   * An open file.
   *
   * @param key which one it is, whatever its name is by now; no other has it while it is open
   */
  private record Part(RandomAccessFile input, Object key) {}

  private LogReader(Path file) {
    this.file = file;
    this.before = file.resolveSibling(file.getFileName() + ".1");
  }

  /**
   * From its start, as far as it is kept.
   *
   * @param file the one that is written to; {@code .1} is put behind its name for the one before
   */
  public static LogReader open(Path file) throws IOException {
    var reader = new LogReader(file);
    reader.parts.add(part(file));
    if (key(reader.before) != null) {
      reader.addBefore();
    }
    return reader;
  }

  private void addBefore() throws IOException {
    var older = part(before);
    if (older.key().equals(parts.getFirst().key())) {
      older.input().close(); // it has taken that place just now
    } else {
      parts.addFirst(older);
    }
  }

  /** Begins with the last so many lines; with all where there are fewer. */
  public void skipToLast(int lines) throws IOException {
    int left = lines;
    for (Iterator<Part> all = parts.descendingIterator(); all.hasNext(); ) {
      var input = all.next().input();
      if (left == 0) {
        input.seek(input.length());
      } else {
        left = seekBack(input, left);
      }
    }
  }

  /** Puts a file at the last so many lines of it; how many more there should have been. */
  private static int seekBack(RandomAccessFile input, int lines) throws IOException {
    long end = input.length();
    long at = end;
    int found = 0;
    byte[] chunk = new byte[CHUNK];
    while (at > 0) {
      int length = (int) Math.min(CHUNK, at);
      at -= length;
      input.seek(at);
      input.readFully(chunk, 0, length);
      for (int i = length - 1; i >= 0; i--) {
        // The line feed at the very end closes the last line; it begins none.
        if (chunk[i] == '\n' && at + i + 1 < end && ++found == lines) {
          input.seek(at + i + 1);
          return 0;
        }
      }
    }
    input.seek(0);
    return end == 0 ? lines : lines - found - 1;
  }

  /** Hands on all that there is now. */
  public void copyTo(Consumer<byte[]> sink) throws IOException {
    byte[] chunk = new byte[CHUNK];
    while (true) {
      var input = parts.getFirst().input();
      for (int length = input.read(chunk); length > 0; length = input.read(chunk)) {
        sink.accept(Arrays.copyOf(chunk, length));
      }
      if (parts.size() == 1) {
        return;
      }
      parts.removeFirst().input().close();
    }
  }

  /** Waits until there is more; false once the log is gone, and so its pod. */
  public boolean awaitMore() throws IOException, InterruptedException {
    while (true) {
      var current = parts.getLast();
      var now = key(file);
      // In this order: what was full has its last byte before another takes its place.
      if (now == null || !now.equals(current.key())) {
        return current.input().length() > current.input().getFilePointer()
            || (now != null && goOn(current));
      }
      if (current.input().length() > current.input().getFilePointer()) {
        return true;
      }
      Thread.sleep(BETWEEN_LOOKS);
    }
  }

  /** To the files after this one; of those that came and went since then nothing is left. */
  private boolean goOn(Part done) throws IOException {
    try {
      parts.add(part(file));
    } catch (NoSuchFileException | FileNotFoundException _) {
      return false;
    }
    if (key(before) != null && !Objects.equals(key(before), done.key())) {
      var newest = parts.removeLast();
      var missed = part(before);
      parts.add(missed);
      if (!missed.key().equals(newest.key())) {
        parts.add(newest);
      }
    }
    return true;
  }

  /** Opens a file; what its name stands for may change meanwhile. */
  private static Part part(Path file) throws IOException {
    while (true) {
      var key = Files.readAttributes(file, BasicFileAttributes.class).fileKey();
      var input = new RandomAccessFile(file.toFile(), "r");
      if (key.equals(Files.readAttributes(file, BasicFileAttributes.class).fileKey())) {
        return new Part(input, key);
      }
      input.close();
    }
  }

  private static @Nullable Object key(Path path) throws IOException {
    try {
      return Files.readAttributes(path, BasicFileAttributes.class).fileKey();
    } catch (NoSuchFileException _) {
      return null;
    }
  }

  @Override
  public void close() throws IOException {
    for (Part part : parts) {
      part.input().close();
    }
  }
}
