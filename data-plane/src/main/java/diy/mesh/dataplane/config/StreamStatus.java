package diy.mesh.dataplane.config;

import java.time.Duration;
import java.time.Instant;

/**
 * How the config stream is doing.
 *
 * @param up whether the control plane has answered the hello of the present stream
 * @param since when it came up or, where it is down, went down; the start where it never was up
 * @param welcomed whether it has ever been up, or need not be
 * @param problem why it is down, for people to read; empty while it is up
 */
public record StreamStatus(boolean up, Instant since, boolean welcomed, String problem) {

  static StreamStatus starting(Instant now) {
    return new StreamStatus(false, now, false, "not connected yet");
  }

  /** Of a proxy that has nothing to ask, so nobody waits for an answer. */
  public static StreamStatus notNeeded(Instant now) {
    return new StreamStatus(false, now, true, "not needed: the ports are explicit");
  }

  StreamStatus cameUp(Instant now) {
    return new StreamStatus(true, now, true, "");
  }

  StreamStatus wentDown(Instant now, String why) {
    return new StreamStatus(false, up ? now : since, welcomed, why);
  }

  /** How old the config in use may be: zero while the stream is up. */
  public Duration age(Instant now) {
    return up ? Duration.ZERO : Duration.between(since, now);
  }
}
