package diy.mesh.dataplane.http;

import diy.mesh.dataplane.refuse.Refusal;
import diy.mesh.dataplane.telemetry.RequestIds;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.EventLoop;
import org.jspecify.annotations.Nullable;

/**
 * The client's end of one request. It carries bytes and knows their protocol; what they mean for
 * the other end {@link Exchange} decides. All on one event loop.
 */
sealed interface ClientEnd permits ClientAnswers, ClientStream {

  EventLoop eventLoop();

  /** Whether it speaks HTTP/2, as its upstream shall then, if it can. */
  boolean speaksStreams();

  /** A request as its upstream gets it. */
  Outgoing outgoing(RequestMessage request, RequestIds ids);

  /** Where this client's requests go once they authenticate their connection. */
  PrivateUpstream own();

  // How far the request is.

  /** There is somebody to take the request's body. */
  void upstreamConnected();

  /** The upstream takes more of the body. */
  void upstreamTakesMore();

  // The response.

  /** Passes on a head of 1xx, if this client understands it. */
  void informational(ResponseMessage response);

  /**
   * Passes a response's head on.
   *
   * @param requestSent whether the request is complete: who answers before has no use for the rest
   * @param ends whether nothing follows the head
   * @return in which form this client takes the body
   */
  Body.Form response(ResponseMessage response, boolean requestSent, boolean ends);

  /**
   * Passes some of the response's body on, in the form that {@link #response} asked for.
   *
   * @param last whether the response ends with it
   */
  void responseBody(ByteBuf bytes, boolean last);

  /**
   * The response is over; so is the exchange.
   *
   * @param trailers null where there are none, or they are in the body already
   */
  void responseComplete(@Nullable Fields trailers);

  void flush();

  /** Whether it takes more of the response now. */
  boolean isWritable();

  /** Written, and not yet taken by the client's kernel. */
  long unsentBytes();

  /** Answers in the upstream's place. */
  void refuse(Refusal refusal, boolean requestSent);

  /** Ends the response so that nobody takes what was sent for a whole one. */
  void breakOff();

  /**
   * The server has changed to another protocol: from here on bytes are relayed.
   *
   * @param fromServer what it sent already; owned by the callee
   */
  void switchProtocols(ResponseMessage response, Channel server, ByteBuf fromServer);
}
