package diy.mesh.dataplane.http;

/**
 * How much of a message's head is held in memory.
 *
 * @param lineBytes the longest request or status line
 * @param headBytes the longest head, first line and all fields
 * @param fields the most fields of one head
 */
public record Limits(int lineBytes, int headBytes, int fields) {

  /** Room for 40 KiB of cookies, and an end for those who never finish. */
  public static final Limits DEFAULT = new Limits(16 * 1024, 64 * 1024, 256);
}
