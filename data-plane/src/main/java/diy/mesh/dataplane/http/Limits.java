package diy.mesh.dataplane.http;

import diy.mesh.dataplane.loop.Patience;

/**
 * How much of a message's head is held in memory, and how long connections wait.
 *
 * @param lineBytes the longest request or status line
 * @param headBytes the longest head, first line and all fields
 * @param fields the most fields of one head
 */
public record Limits(int lineBytes, int headBytes, int fields, Patience patience) {

  /** Room for 40 KiB of cookies, and an end for those who never finish. */
  public static final Limits DEFAULT = new Limits(16 * 1024, 64 * 1024, 256, Patience.DEFAULT);

  /** For messages, for example {@code 10 s}. */
  String headSeconds() {
    return patience.head().toSeconds() + " s";
  }

  /** For messages, for example {@code 300 s}. */
  String stallSeconds() {
    return patience.stall().toSeconds() + " s";
  }
}
