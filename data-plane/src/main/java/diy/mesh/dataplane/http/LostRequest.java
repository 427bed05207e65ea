package diy.mesh.dataplane.http;

/**
 * A request whose connection ended before its response began, and whether it may be sent again.
 *
 * @param kept whether the connection had been idle before: then its server may have closed it for
 *     want of work, with nothing against this request
 * @param answered whether a byte came back since the request began
 * @param written whether a byte of the request went to the socket
 * @param idempotent whether serving it twice does no harm (RFC 9110 section 9.2.2)
 * @param held whether everything that was taken of it from the client is still there
 * @param complete whether the client had sent all of it
 */
record LostRequest(
    boolean kept,
    boolean answered,
    boolean written,
    boolean idempotent,
    boolean held,
    boolean complete) {

  /** Only where it is certain that it does no harm (RFC 9112 section 9.3.1). */
  boolean mayBeSentAgain() {
    if (!kept || answered || !held) {
      return false;
    }
    return !written || (idempotent && complete);
  }
}
