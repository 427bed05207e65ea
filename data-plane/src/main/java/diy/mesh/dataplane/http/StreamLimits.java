package diy.mesh.dataplane.http;

/**
 * What one connection of HTTP/2 may do. Frames cost their sender next to nothing; who sends more of
 * them than anybody needs is cut off.
 *
 * @param concurrent the most requests served at once
 * @param windowBytes how much of one stream's content may be here that its receiver has not taken
 * @param connectionBytes the same of all streams together
 * @param resetsPerSecond the most streams that the peer ends early, or that end for its mistakes
 * @param controlPerSecond the most frames of PING, SETTINGS, PRIORITY and unknown types
 * @param emptyPerSecond the most frames of content without any
 * @param continuations the most small frames that go on with one head
 */
public record StreamLimits(
    int concurrent,
    int windowBytes,
    int connectionBytes,
    int resetsPerSecond,
    int controlPerSecond,
    int emptyPerSecond,
    int continuations) {

  /** Many more than well-behaved peers use. */
  public static final StreamLimits DEFAULT =
      new StreamLimits(1_000, 64 << 10, 1 << 20, 200, 200, 100, 16);
}
