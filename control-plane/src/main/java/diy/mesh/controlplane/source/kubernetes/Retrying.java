package diy.mesh.controlplane.source.kubernetes;

import io.fabric8.kubernetes.client.informers.ExceptionHandler;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Never gives up: the API server may be away for a while, and permissions may come after us.
 *
 * @param what is watched, and where, for people to read
 */
record Retrying(String what) implements ExceptionHandler {

  private static final Logger LOG = LoggerFactory.getLogger(Retrying.class);

  @Override
  public boolean retryAfterException(boolean isStarted, Throwable failure) {
    LOG.warn(
        "cannot watch {}, will try again: {}{}",
        what,
        failure.getMessage(),
        isStarted ? "; what was seen last goes on serving" : "");
    return true;
  }
}
