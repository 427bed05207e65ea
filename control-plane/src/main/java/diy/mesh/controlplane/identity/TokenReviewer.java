package diy.mesh.controlplane.identity;

import java.io.IOException;
import java.time.InstantSource;

/** Who finds out whose a token is. Any thread; blocks. */
public interface TokenReviewer {

  /** A pod that is there, by the API server's own word. */
  record Pod(String namespace, String name) {

    @Override
    public String toString() {
      return namespace + "/" + name;
    }
  }

  /** What came of it. */
  sealed interface Review {

    /** The token is this pod's. */
    record Vouched(Pod pod) implements Review {}

    /**
     * It is nobody's whom we serve.
     *
     * @param reason what was expected, for people to read; never the token
     */
    record Refused(String reason) implements Review {}
  }

  /**
   * Finds out.
   *
   * @throws IOException if nobody can say now
   */
  Review review(String token) throws IOException;

  /** One that asks this one once for what is asked again within a minute. */
  default TokenReviewer remembering(InstantSource clock) {
    return new ReviewCache(this, clock);
  }
}
