package diy.mesh.dataplane.http;

import diy.mesh.dataplane.loop.Patience;

/**
 * How much of a message that is not its content is taken, and how long connections wait.
 *
 * @param lineBytes the longest request or status line
 * @param headBytes the longest head, first line and all fields
 * @param fields the most fields of one head
 * @param trailerBytes the longest trailer section
 * @param trailers the most fields of one trailer section
 * @param extensionBytes the most chunk extensions of one body, beyond twice its content
 * @param informational the most 1xx responses to one request
 * @param streams what HTTP/2 may do besides
 * @param patience how long connections wait
 */
public record Limits(
    int lineBytes,
    int headBytes,
    int fields,
    int trailerBytes,
    int trailers,
    int extensionBytes,
    int informational,
    StreamLimits streams,
    Patience patience) {

  /** Room for 40 KiB of cookies, and an end for those who never finish. */
  public static final Limits DEFAULT =
      new Limits(
          16 << 10,
          64 << 10,
          256,
          16 << 10,
          64,
          16 << 10,
          64,
          StreamLimits.DEFAULT,
          Patience.DEFAULT);

  /** For messages, for example {@code 10 s}. */
  String headSeconds() {
    return patience.head().toSeconds() + " s";
  }

  /** For messages, for example {@code 300 s}. */
  String stallSeconds() {
    return patience.stall().toSeconds() + " s";
  }
}
