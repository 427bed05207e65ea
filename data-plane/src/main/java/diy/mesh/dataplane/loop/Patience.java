package diy.mesh.dataplane.loop;

import java.time.Duration;

/**
 * How long connections wait, and for what; each is kept a second or two late. Zero stands for
 * without end.
 *
 * @param head for a request's head, from its first byte to its end
 * @param stall for anything to move in either direction of a request being served
 * @param idle for the next request of a kept connection: long, since closing it can cross with one
 * @param relayIdle for anything to move on a connection that is relayed
 * @param linger for the client to close a connection that is over
 * @param lingerBytes how much of what a client still sends then is read and dropped
 */
public record Patience(
    Duration head,
    Duration stall,
    Duration idle,
    Duration relayIdle,
    Duration linger,
    long lingerBytes) {

  /** As the settings have it where nothing is set. */
  public static final Patience DEFAULT =
      new Patience(
          Duration.ofSeconds(10),
          Duration.ofMinutes(5),
          Duration.ofHours(1),
          Duration.ofHours(1),
          Duration.ofSeconds(1),
          16L << 20);
}
