package diy.mesh.meshctl.node;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.function.Consumer;

/** Reads a log that may still grow. Not safe for several threads. */
public final class LogReader implements AutoCloseable {

  private static final Duration BETWEEN_LOOKS = Duration.ofMillis(50);
  private static final int CHUNK = 64 * 1024;

  private final Path file;
  private final RandomAccessFile input;

  private LogReader(Path file, RandomAccessFile input) {
    this.file = file;
    this.input = input;
  }

  public static LogReader open(Path file) throws IOException {
    return new LogReader(file, new RandomAccessFile(file.toFile(), "r"));
  }

  /** Begins with the last so many lines; with all where there are fewer. */
  public void skipToLast(int lines) throws IOException {
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
          return;
        }
      }
    }
    input.seek(lines == 0 ? end : 0);
  }

  /** Hands on all that there is now. */
  public void copyTo(Consumer<byte[]> sink) throws IOException {
    byte[] chunk = new byte[CHUNK];
    for (int length = input.read(chunk); length > 0; length = input.read(chunk)) {
      sink.accept(Arrays.copyOf(chunk, length));
    }
  }

  /** Waits until there is more; false once the log is gone, and so its pod. */
  public boolean awaitMore() throws IOException, InterruptedException {
    while (input.length() <= input.getFilePointer()) {
      if (!Files.exists(file)) {
        return false;
      }
      Thread.sleep(BETWEEN_LOOKS);
    }
    return true;
  }

  @Override
  public void close() throws IOException {
    input.close();
  }
}
