package diy.mesh.dataplane.http;

/** What a head of HTTP/2 said about the length of its content, and how much of that is to come. */
final class StatedLength {

  /** Below 0 where nothing was said. */
  private long left;

  StatedLength(long stated) {
    this.left = stated;
  }

  /** Whether so much more is what was said; {@code ends} for the last of it. */
  boolean allows(int length, boolean ends) {
    if (left < 0) {
      return true;
    }
    left -= length;
    return left == 0 || (left > 0 && !ends);
  }
}
