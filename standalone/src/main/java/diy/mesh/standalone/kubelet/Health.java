package diy.mesh.standalone.kubelet;

/**
 * How a container is.
 *
 * @param started its start-up probe has succeeded, or it has none and its process runs
 * @param ready it may take traffic
 * @param end whether it runs again
 * @param message what it is doing or what is wrong; empty when all is well
 */
record Health(boolean started, boolean ready, End end, String message) {

  /** Whether a container has come to its end. */
  enum End {
    NOT_YET,
    WELL,
    BADLY
  }

  static final Health WAITING = new Health(false, false, End.NOT_YET, "waits for its turn");
  static final Health STARTING = new Health(false, false, End.NOT_YET, "starts");

  Health startedNow() {
    return new Health(true, ready, end, "is not ready yet");
  }

  Health readyNow(boolean isReady, String why) {
    return new Health(started, isReady, end, isReady ? "" : "is not ready: " + why);
  }

  /** Its process is gone, and another one follows. */
  static Health between(String why) {
    return new Health(false, false, End.NOT_YET, why);
  }

  /** Its process is gone for good. */
  static Health ended(boolean well, String why) {
    return new Health(well, false, well ? End.WELL : End.BADLY, why);
  }
}
