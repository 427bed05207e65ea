package diy.mesh.dataplane.http;

import diy.mesh.dataplane.loop.Descriptors;
import diy.mesh.dataplane.path.Decision;
import diy.mesh.dataplane.path.RequestPath;
import diy.mesh.dataplane.refuse.Refusal;
import diy.mesh.dataplane.telemetry.Metric;
import diy.mesh.dataplane.telemetry.RequestRecord;
import diy.mesh.model.service.Address;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Joins one request of a client to one response of an upstream. All on one event loop.
 *
 * <p>{@link ClientEnd} and {@link UpstreamEnd} carry the bytes, each in its own version of HTTP,
 * and call here what arrived; this decides what it means for the other end.
 */
final class Exchange {

  private final ClientEnd client;
  private final RequestPath path;
  private final Upstreams upstreams;
  private final RequestMessage request;
  private final RequestRecord record;

  /** Where it goes; null before the decision, and where that was a refusal. */
  private Decision.@Nullable Forward route;

  /** Who took no connection for it. */
  private List<Address> tried = List.of();

  private @Nullable UpstreamEnd upstream;

  /**
   * What was sent of the body, as long as it may have to be sent again; null where it never may.
   */
  private @Nullable HeldBody held;

  private boolean requestSent;
  private boolean sentAgain;
  private boolean responseStarted;
  private boolean over;

  Exchange(
      ClientEnd client,
      RequestPath path,
      Upstreams upstreams,
      RequestMessage request,
      RequestRecord record) {
    this.client = client;
    this.path = path;
    this.upstreams = upstreams;
    this.request = request;
    this.record = record;
    this.requestSent = !request.hasBody();
  }

  RequestMessage request() {
    return request;
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
    if (own.route() == null) {
      connect(forward.upstream(), false);
      return;
    }
    UpstreamConnection kept = own.take();
    record.tried(forward.upstream());
    if (kept == null) {
      upstreams.dial(client.eventLoop(), forward.upstream(), this);
    } else {
      connected(kept);
    }
  }

  /**
   * In the client's version of HTTP, if the server can.
   *
   * @param anew whether a kept connection will not do
   */
  private void connect(Address address, boolean anew) {
    record.tried(address);
    upstreams.connect(address, client, anew, this);
  }

  // From the upstream's connection being made.

  void connected(UpstreamEnd connection) {
    if (over) {
      connection.keepUnused();
      return;
    }
    upstream = connection;
    connection.begin(this, client.outgoing(request, record.ids()));
    if (held != null) {
      writeAgain(connection, held.take());
    }
    held = connection.isKept() && request.hasBody() ? new HeldBody() : null;
    client.upstreamConnected();
  }

  private void writeAgain(UpstreamEnd connection, List<ByteBuf> parts) {
    for (int i = 0; i < parts.size(); i++) {
      connection.write(parts.get(i), requestSent && i == parts.size() - 1);
    }
    if (requestSent && parts.isEmpty()) {
      connection.write(Unpooled.EMPTY_BUFFER, true);
    }
  }

  /** The server did not understand HTTP/2, and has seen nothing of this request. */
  void fallBack(Address address) {
    if (!over) {
      record.note("fell back", "to HTTP/1.1: the server did not answer in HTTP/2");
      upstreams.connectOlder(address, client, false, this);
    }
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

  /** In which form the body is taken, where it comes in chunks; not before somebody takes it. */
  Body.Form requestForm() {
    return upstream == null ? Body.Form.CONTENT : upstream.form();
  }

  /**
   * Passes some of the body on.
   *
   * @param last whether the request ends with it
   */
  void requestBody(ByteBuf bytes, boolean last) {
    record.received(bytes.readableBytes());
    requestSent |= last;
    if (upstream == null) {
      bytes.release();
      return;
    }
    if (held != null) {
      held.add(bytes);
    }
    upstream.write(bytes, last);
  }

  /** The request ends with these. */
  void requestTrailers(Fields trailers) {
    requestSent = true;
    if (upstream != null) {
      letGo(); // of the body alone it would not be the same request
      upstream.writeTrailers(trailers);
    }
  }

  void flushRequest() {
    UpstreamEnd sending = upstream;
    if (sending == null) {
      return;
    }
    sending.flush(); // may fail at once, and the request be on its way elsewhere already
    if (held != null && upstream == sending) {
      held.flushed(sending.mayBeUnseen() || (request.isIdempotent() && requestSent));
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
    return upstream == null ? 0 : upstream.pendingBytes();
  }

  /** Nothing has moved for as long as allowed: ends it, and says who made the other one wait. */
  void stalled() {
    UpstreamEnd silent = upstream;
    if (silent == null) {
      return; // being dialed, which has a limit of its own
    }
    boolean byClient =
        responseStarted ? client.unsentBytes() > 0 : !requestSent && silent.isWritable();
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

  /** Its caller waits no longer than until now, as it said. */
  void tooLate() {
    abandon();
    upstreams.counters().increment(Metric.LIMIT_DEADLINE);
    if (responseStarted) {
      record.failed(RequestRecord.RESPONSE_CUT);
      client.breakOff();
    } else {
      refuse(new Refusal.DeadlineExceeded());
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

  /** Whether all of the request has come. */
  boolean isRequestSent() {
    return requestSent;
  }

  // From the upstream.

  void informational(ResponseMessage response) {
    client.informational(response);
  }

  /**
   * Passes the head on and says in which form the client takes the body.
   *
   * @param ends whether nothing follows the head
   */
  Body.Form response(ResponseMessage response, boolean ends) {
    responseStarted = true;
    letGo();
    if (route != null
        && response.asksForAuthentication()
        && ConnectionAuthentication.isIn(response)) {
      client.own().keepTo(route); // as the client will prove it on this connection
    }
    Body.Form form = client.response(response, requestSent, ends);
    record.responded(response.status());
    Records.answered(record, response);
    return form;
  }

  void responseBody(ByteBuf bytes, boolean last) {
    record.sent(bytes.readableBytes());
    client.responseBody(bytes, last);
  }

  /** Whether its client, and nobody else, goes on with this connection. */
  boolean keepForItsClient(UpstreamConnection connection) {
    return client.own().keep(connection);
  }

  /** The response is over, with these trailers where there are any that were not in its body. */
  void responseComplete(@Nullable Fields trailers) {
    end();
    upstream = null;
    client.responseComplete(trailers);
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
    end();
    upstream = null;
    client.switchProtocols(response, server, fromServer);
  }

  void upstreamClosed(UpstreamEnd closed) {
    upstream = null;
    if (responseStarted) {
      // Too late for a status: only a broken connection says that the rest is missing.
      end();
      record.failed(RequestRecord.RESPONSE_CUT);
      client.breakOff();
    } else if (!sentAgain && loss(closed).mayBeSentAgain()) {
      upstreams.counters().increment(Metric.RETRIES_UPSTREAM_CLOSED);
      record.note("lost", "the connection was closed; it does no harm to send it again");
      sentAgain = true;
      connect(closed.address(), true);
    } else {
      refuse(new Refusal.UpstreamClosed(closed.address()));
    }
  }

  private LostRequest loss(UpstreamEnd closed) {
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
    client.refuse(refusal, requestSent);
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
