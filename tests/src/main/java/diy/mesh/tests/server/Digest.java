package diy.mesh.tests.server;

import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** How many bytes, and which: two streams with the same text were the same. */
public final class Digest {

  private final MessageDigest sha256;
  private long count;

  public Digest() {
    try {
      sha256 = MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }

  /** Adds the first {@code length} bytes. */
  public void add(byte[] bytes, int length) {
    sha256.update(bytes, 0, length);
    count += length;
  }

  /** Adds everything up to the stream's end. */
  public void addAll(InputStream stream) throws IOException {
    byte[] block = new byte[1 << 16];
    for (int read = stream.read(block); read >= 0; read = stream.read(block)) {
      add(block, read);
    }
  }

  /** The hash of what was added, in hexadecimal; it then begins anew. */
  public String sha256() {
    return HexFormat.of().formatHex(sha256.digest());
  }

  /** Count and hash of what was added; the hash then begins anew. */
  @Override
  public String toString() {
    return "%d bytes, sha256 %s".formatted(count, sha256());
  }
}
