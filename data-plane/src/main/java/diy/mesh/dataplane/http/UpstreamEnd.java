package diy.mesh.dataplane.http;

import diy.mesh.model.service.Address;
import io.netty.buffer.ByteBuf;

/**
 * The upstream's end of one request. It carries bytes and knows their protocol; what they mean for
 * the other end {@link Exchange} decides. All on one event loop.
 */
sealed interface UpstreamEnd permits UpstreamConnection, UpstreamStream {

  Address address();

  /** Serves an exchange from here on: its request's head goes out first. */
  void begin(Exchange exchange, Outgoing request);

  /** It was connected in vain: goes where somebody else finds it. */
  void keepUnused();

  /** In which form the request's body is taken, where it comes in chunks. */
  Body.Form form();

  /**
   * Passes some of the request's body on.
   *
   * @param last whether the request ends with it
   */
  void write(ByteBuf bytes, boolean last);

  /** The request ends with these, and not with {@link #write}. */
  void writeTrailers(Fields trailers);

  void flush();

  /** Whether it takes more of the request now. */
  boolean isWritable();

  /** The client takes more of the response. */
  void read();

  /** The exchange is over before its response is. */
  void abandon();

  /** Written, and not yet taken by the upstream's kernel. */
  long pendingBytes();

  // What became of a request that was lost.

  /** Whether it had been used or idle before: then the server may have ended it meanwhile. */
  boolean isKept();

  /** Whether a byte came since the request began. */
  boolean hasAnswered();

  /** Whether the server may have seen any of the request; true where nobody can tell. */
  boolean hasWritten();

  /** Whether it may turn out later, before the response, that the server has seen none of it. */
  default boolean mayBeUnseen() {
    return !hasWritten();
  }
}
