package diy.mesh.dataplane.http;

import diy.mesh.dataplane.path.Decision;
import diy.mesh.dataplane.refuse.Refusal;
import diy.mesh.dataplane.relay.Relay;
import diy.mesh.dataplane.telemetry.Metric;
import diy.mesh.dataplane.telemetry.RequestRecord;
import diy.mesh.model.service.Address;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import org.jspecify.annotations.Nullable;

/**
 * Joins one request of a client to one response of an upstream. All on one event loop.
 *
 * <p>{@link ClientConnection} and {@link UpstreamConnection} carry the bytes and call here what
 * arrived; this decides what it means for the other end.
 */
final class Exchange {

  private final ClientConnection client;
  private final Upstreams upstreams;
  private final RequestMessage request;
  private final RequestRecord record;

  private @Nullable UpstreamConnection upstream;
  private boolean requestSent;
  private boolean responseStarted;
  private boolean rechunked;
  private boolean replayed;
  private boolean over;

  Exchange(
      ClientConnection client, Upstreams upstreams, RequestMessage request, RequestRecord record) {
    this.client = client;
    this.upstreams = upstreams;
    this.request = request;
    this.record = record;
    this.requestSent = !request.hasBody();
  }

  /** What happened to it so far. */
  RequestRecord record() {
    return record;
  }

  void begin(Decision decision) {
    record.decided(decision.attribution());
    switch (decision) {
      case Decision.Refuse(var refusal, var _) -> refuse(refusal);
      case Decision.Forward(var address, var _) -> {
        UpstreamConnection kept = upstreams.take(address);
        if (kept != null) {
          record.tried(address);
          connected(kept);
        } else {
          dial(address);
        }
      }
    }
  }

  private void dial(Address address) {
    record.tried(address);
    upstreams.dial(client.eventLoop(), address, this);
  }

  // From the upstream's connection being made.

  void connected(UpstreamConnection connection) {
    if (over) {
      connection.keepUnused();
      return;
    }
    upstream = connection;
    ByteBuf head = client.allocate();
    HeadWriter.request(request, client.destination().toString(), head);
    connection.begin(this, head);
    client.upstreamConnected();
  }

  void connectFailed(Address address, Throwable cause) {
    if (!over) {
      refuse(new Refusal.ConnectFailed(address, String.valueOf(cause.getMessage())));
    }
  }

  // From the client.

  /** Whether request bytes can be taken now; the client keeps them until then. */
  boolean takesRequestBody() {
    return upstream != null;
  }

  boolean upstreamIsWritable() {
    return upstream != null && upstream.isWritable();
  }

  void requestBody(ByteBuf bytes) {
    record.received(bytes.readableBytes());
    if (upstream == null) {
      bytes.release();
    } else {
      upstream.write(bytes);
    }
  }

  void requestComplete() {
    requestSent = true;
  }

  void flushRequest() {
    if (upstream != null) {
      upstream.flush();
    }
  }

  /** The client is gone, or what it sends is no HTTP: nobody is interested in the response. */
  void abandon() {
    over = true;
    if (upstream != null) {
      upstream.abandon();
      upstream = null;
    }
  }

  /** Whether the client has seen the beginning of a response. */
  boolean hasResponded() {
    return responseStarted;
  }

  /** The client takes more of the response. */
  void clientTakesMore() {
    if (upstream != null) {
      upstream.read();
    }
  }

  boolean requestIsHead() {
    return request.isHead();
  }

  boolean askedForUpgrade() {
    return request.upgrade() != null;
  }

  /** Whether both sides are a tunnel behind this response (RFC 9110 section 9.3.6). */
  boolean opensTunnel(ResponseMessage response) {
    return request.isConnect() && response.status() / 100 == 2;
  }

  boolean isRequestSent() {
    return requestSent;
  }

  // From the upstream.

  void informational(ResponseMessage response) {
    if (!request.isHttp10()) {
      ByteBuf head = client.allocate();
      HeadWriter.response(response, new HeadWriter.ResponseFraming(false, false, false), head);
      client.write(head);
    }
  }

  /** Passes the head on and says in which form the client takes the body. */
  Body.Form response(ResponseMessage response) {
    responseStarted = true;
    boolean untilClose = response.endsWithConnection(request.isHead());
    boolean bodiless = response.isBodiless(request.isHead());
    boolean sendsChunks = !request.isHttp10() && !bodiless;
    rechunked = sendsChunks && untilClose;
    boolean endsWithClose = request.isHttp10() && (untilClose || response.isChunked()) && !bodiless;
    // Who answers before the request is complete has no use for the rest of it.
    boolean persistent = client.goesOn(request) && requestSent && !endsWithClose;
    if (!persistent) {
      client.closeAfterResponse();
    }
    boolean chunked = sendsChunks && (response.isChunked() || untilClose);
    ByteBuf head = client.allocate();
    HeadWriter.response(
        response,
        new HeadWriter.ResponseFraming(chunked, !persistent, persistent && request.isHttp10()),
        head);
    client.write(head);
    record.responded(response.status());
    return request.isHttp10() ? Body.Form.CONTENT : Body.Form.AS_RECEIVED;
  }

  void responseBody(ByteBuf bytes) {
    if (rechunked) {
      client.writeChunk(bytes);
    } else {
      client.write(bytes);
    }
  }

  void responseComplete() {
    over = true;
    upstream = null;
    if (rechunked) {
      client.writeLastChunk();
    }
    client.responseComplete();
  }

  void flushResponse() {
    client.flush();
  }

  boolean wantsResponse() {
    return client.isWritable();
  }

  void upstreamTakesMore() {
    client.upstreamTakesMore();
  }

  void switchedProtocols(ResponseMessage response, Channel server, ByteBuf fromServer) {
    over = true;
    upstream = null;
    ByteBuf head = client.allocate();
    if (request.isConnect()) {
      HeadWriter.tunnel(response, head);
    } else {
      HeadWriter.response(response, new HeadWriter.ResponseFraming(false, false, false), head);
    }
    client.write(head);
    record.responded(response.status());
    client.write(fromServer);
    client.flush();
    ByteBuf fromClient = client.takeReceived();
    Relay.join(client.leave(), server, fromClient, upstreams.counters());
  }

  void upstreamClosed(UpstreamConnection closed) {
    upstream = null;
    if (responseStarted) {
      // Too late for a status: only a broken connection says that the rest is missing.
      over = true;
      client.breakOff(RequestRecord.RESPONSE_CUT);
    } else if (closed.hasServed() && request.isReplayable() && !replayed) {
      // A kept connection that its server closed just when we wrote: the request was not served.
      replayed = true;
      upstreams.counters().increment(Metric.RETRIES);
      dial(closed.address());
    } else {
      refuse(new Refusal.UpstreamClosed(closed.address()));
    }
  }

  void malformedResponse(Address address, String detail) {
    upstream = null;
    if (responseStarted) {
      over = true;
      client.breakOff(RequestRecord.RESPONSE_CUT);
    } else {
      refuse(new Refusal.MalformedResponse(address, detail));
    }
  }

  private void refuse(Refusal refusal) {
    over = true;
    client.refuse(refusal, request.isHead(), client.goesOn(request) && requestSent);
  }
}
