package diy.mesh.dataplane.http;

import diy.mesh.dataplane.loop.Descriptors;
import diy.mesh.dataplane.loop.Quiet;
import diy.mesh.dataplane.path.Decision;
import diy.mesh.dataplane.path.RequestPath;
import diy.mesh.dataplane.refuse.Refusal;
import diy.mesh.dataplane.relay.Relay;
import diy.mesh.dataplane.telemetry.Metric;
import diy.mesh.dataplane.telemetry.RelayRecord;
import diy.mesh.dataplane.telemetry.RequestRecord;
import diy.mesh.model.service.Address;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Joins one request of a client to one response of an upstream. All on one event loop.
 *
 * <p>{@link ClientConnection} and {@link UpstreamConnection} carry the bytes and call here what
 * arrived; this decides what it means for the other end.
 */
final class Exchange {

  private final ClientConnection client;
  private final ClientOutput output;
  private final RequestPath path;
  private final Upstreams upstreams;
  private final RequestMessage request;
  private final RequestRecord record;

  /** Where it goes; null before the decision, and where that was a refusal. */
  private Decision.@Nullable Forward route;

  /** Who took no connection for it. */
  private List<Address> tried = List.of();

  private @Nullable UpstreamConnection upstream;

  /**
   * What was sent of the body, as long as it may have to be sent again; null where it never may.
   */
  private @Nullable HeldBody held;

  private boolean requestSent;
  private boolean responseStarted;
  private boolean rechunked;
  private boolean over;

  Exchange(
      ClientConnection client,
      RequestPath path,
      Upstreams upstreams,
      RequestMessage request,
      RequestRecord record) {
    this.client = client;
    this.output = client.output();
    this.path = path;
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
      case Decision.Forward forward -> forward(forward);
    }
  }

  private void forward(Decision.Forward forward) {
    route = forward;
    PrivateUpstream own = client.own();
    if (own.route() != null || ConnectionAuthentication.isIn(request)) {
      own.keepTo(forward);
    }
    UpstreamConnection kept = own.take();
    if (kept == null && own.route() == null) {
      kept = upstreams.take(forward.upstream(), request.isReplayable());
    }
    if (kept != null) {
      record.tried(forward.upstream());
      connected(kept);
    } else {
      dial(forward.upstream());
    }
  }

  private void dial(Address address) {
    record.tried(address);
    upstreams.dial(output.eventLoop(), address, this);
  }

  // From the upstream's connection being made.

  void connected(UpstreamConnection connection) {
    if (over) {
      connection.keepUnused();
      return;
    }
    upstream = connection;
    connection.begin(this, client.headOf(request, record.ids()), request.isReplayable());
    List<ByteBuf> again = held == null ? List.of() : held.take();
    again.forEach(connection::write);
    held = connection.isKept() && request.hasBody() ? new HeldBody() : null;
    client.upstreamConnected();
  }

  /** Nothing was sent, so nothing is lost: somebody else may serve it. */
  void connectFailed(Address address, Throwable cause) {
    if (over || route == null) {
      return;
    }
    if (Descriptors.areMissing(cause)) {
      refuse(new Refusal.NoDescriptor(address, Descriptors.limit()));
      return;
    }
    tried = new ArrayList<>(tried);
    tried.add(address);
    String why = String.valueOf(cause.getMessage());
    record.note("failed", why);
    Decision next = path.elsewhere(route, tried, why);
    if (next instanceof Decision.Forward) {
      upstreams.counters().increment(Metric.RETRIES_CONNECT_FAILED);
    }
    begin(next);
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
      return;
    }
    if (held != null) {
      held.add(bytes);
    }
    upstream.write(bytes);
  }

  void requestComplete() {
    requestSent = true;
  }

  void flushRequest() {
    UpstreamConnection sending = upstream;
    if (sending == null) {
      return;
    }
    sending.flush(); // may fail at once, and the request be on its way elsewhere already
    if (held != null && upstream == sending) {
      held.flushed(!sending.hasWritten() || (request.isIdempotent() && requestSent));
    }
  }

  /** The client is gone, or what it sends is no HTTP: nobody is interested in the response. */
  void abandon() {
    end();
    if (upstream != null) {
      upstream.abandon();
      upstream = null;
    }
  }

  /** Bytes of the request that the upstream's kernel has not taken yet. */
  long pendingBytes() {
    return upstream == null ? 0 : Quiet.pendingBytes(upstream.channel());
  }

  /** Nothing has moved for as long as allowed: ends it, and says who made the other one wait. */
  void stalled() {
    UpstreamConnection silent = upstream;
    if (silent == null) {
      return; // being dialed, which has a limit of its own
    }
    boolean byClient =
        responseStarted ? output.unsentBytes() > 0 : !requestSent && silent.isWritable();
    upstreams
        .counters()
        .increment(byClient ? Metric.LIMIT_STALL_CLIENT : Metric.LIMIT_STALL_UPSTREAM);
    abandon();
    String limit = upstreams.limits().stallSeconds();
    if (responseStarted) {
      record.failed(byClient ? RequestRecord.CLIENT_STALLED : RequestRecord.RESPONSE_CUT);
      client.breakOff();
    } else if (byClient) {
      var detail = "its body did not go on within " + limit;
      refuse(new Refusal.Malformed(Refusal.Fault.REQUEST_TIMEOUT, detail));
    } else {
      refuse(new Refusal.UpstreamTimeout(silent.address(), limit));
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
      ByteBuf head = output.allocate();
      HeadWriter.response(response, new HeadWriter.ResponseFraming(false, false, false), head);
      sendHead(head);
    }
  }

  /** Passes the head on and says in which form the client takes the body. */
  Body.Form response(ResponseMessage response) {
    responseStarted = true;
    letGo();
    if (route != null
        && response.asksForAuthentication()
        && ConnectionAuthentication.isIn(response)) {
      client.own().keepTo(route); // as the client will prove it on this connection
    }
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
    ByteBuf head = output.allocate(response.contentLength());
    HeadWriter.response(
        response,
        new HeadWriter.ResponseFraming(chunked, !persistent, persistent && request.isHttp10()),
        head);
    sendHead(head);
    record.responded(response.status());
    Records.answered(record, response);
    return request.isHttp10() ? Body.Form.CONTENT : Body.Form.AS_RECEIVED;
  }

  void responseBody(ByteBuf bytes) {
    record.sent(bytes.readableBytes());
    if (rechunked) {
      output.writeChunk(bytes);
    } else {
      output.write(bytes);
    }
  }

  /** Whether its client, and nobody else, goes on with this connection. */
  boolean keepForItsClient(UpstreamConnection connection) {
    return client.own().keep(connection);
  }

  void responseComplete() {
    end();
    upstream = null;
    if (rechunked) {
      output.writeLastChunk();
    }
    client.responseComplete();
  }

  void flushResponse() {
    output.flush();
  }

  boolean wantsResponse() {
    return output.isWritable();
  }

  void upstreamTakesMore() {
    client.readOn();
  }

  void switchedProtocols(ResponseMessage response, Channel server, ByteBuf fromServer) {
    end();
    upstream = null;
    ByteBuf head = output.allocate();
    if (request.isConnect()) {
      HeadWriter.tunnel(response, head);
    } else {
      HeadWriter.response(response, new HeadWriter.ResponseFraming(false, false, false), head);
    }
    sendHead(head);
    record.responded(response.status());
    responseBody(fromServer);
    output.flush();
    ByteBuf fromClient = client.takeReceived();
    String protocol = Objects.requireNonNullElse(request.upgrade(), RelayRecord.TUNNEL);
    var relay = RelayRecord.behind(record, protocol, System.nanoTime());
    var patience = upstreams.limits().patience();
    Relay.join(client.leave(), server, fromClient, relay, upstreams.observer(), patience);
  }

  void upstreamClosed(UpstreamConnection closed) {
    upstream = null;
    if (responseStarted) {
      // Too late for a status: only a broken connection says that the rest is missing.
      end();
      record.failed(RequestRecord.RESPONSE_CUT);
      client.breakOff();
    } else if (loss(closed).mayBeSentAgain()) {
      upstreams.counters().increment(Metric.RETRIES_UPSTREAM_CLOSED);
      record.note("lost", "the connection was closed; it does no harm to send it again");
      dial(closed.address()); // a new one, so only once
    } else {
      refuse(new Refusal.UpstreamClosed(closed.address()));
    }
  }

  private LostRequest loss(UpstreamConnection closed) {
    return new LostRequest(
        closed.isKept(),
        closed.hasAnswered(),
        closed.hasWritten(),
        request.isIdempotent(),
        held == null ? !request.hasBody() : held.isWhole(),
        requestSent);
  }

  void malformedResponse(Address address, String detail) {
    upstream = null;
    if (responseStarted) {
      end();
      record.failed(RequestRecord.RESPONSE_CUT);
      client.breakOff();
    } else {
      refuse(new Refusal.MalformedResponse(address, detail));
    }
  }

  private void refuse(Refusal refusal) {
    end();
    client.refuse(refusal, request.isHead(), client.goesOn(request) && requestSent);
  }

  private void sendHead(ByteBuf head) {
    record.sent(head.readableBytes());
    output.writeHead(head);
  }

  private void end() {
    over = true;
    letGo();
  }

  private void letGo() {
    if (held != null) {
      held.letGo();
      held = null;
    }
  }
}
