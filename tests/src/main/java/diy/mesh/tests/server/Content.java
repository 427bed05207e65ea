package diy.mesh.tests.server;

import java.io.IOException;
import java.io.OutputStream;
import java.util.SplittableRandom;

/** Bytes that anyone can make again and no two blocks of which are alike. */
public final class Content {

  private static final int BLOCK = 1 << 16;

  private Content() {}

  /** Where blocks go. */
  @FunctionalInterface
  public interface Sink {
    /** Takes the first {@code length} bytes; the array is used again. */
    void take(byte[] block, int length) throws IOException;
  }

  /** Makes the first {@code size} bytes. */
  public static void make(long size, Sink sink) throws IOException {
    byte[] block = new byte[BLOCK];
    for (long start = 0; start < size; start += BLOCK) {
      new SplittableRandom(start).nextBytes(block);
      sink.take(block, (int) Math.min(BLOCK, size - start));
    }
  }

  /** Writes the first {@code size} bytes to a stream. */
  public static void write(long size, OutputStream stream) throws IOException {
    make(size, (block, length) -> stream.write(block, 0, length));
  }

  /** What a {@link Digest} of the first {@code size} bytes says. */
  public static String digest(long size) {
    var digest = new Digest();
    try {
      make(size, digest::add);
    } catch (IOException e) {
      throw new IllegalStateException("a digest does no input or output", e);
    }
    return digest.toString();
  }
}
