package diy.mesh.dataplane.http;

import diy.mesh.dataplane.refuse.Refusal;
import diy.mesh.dataplane.telemetry.RelayRecord;
import diy.mesh.dataplane.telemetry.RequestIds;
import diy.mesh.dataplane.telemetry.RequestRecord;
import diy.mesh.model.service.Address;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.EventLoop;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What a client of HTTP/1 gets for the request that its {@link ClientConnection} serves now. */
final class ClientAnswers implements ClientEnd {

  private final ClientConnection connection;
  private final Channel channel;
  private final ClientOutput output;
  private final PrivateUpstream own;
  private final ForwardedFields forwarded;
  private final Address destination;

  ClientAnswers(
      ClientConnection connection,
      Channel channel,
      ClientOutput output,
      PrivateUpstream own,
      ForwardedFields forwarded,
      Address destination) {
    this.connection = connection;
    this.channel = channel;
    this.output = output;
    this.own = own;
    this.forwarded = forwarded;
    this.destination = destination;
  }

  @Override
  public EventLoop eventLoop() {
    return channel.eventLoop();
  }

  @Override
  public boolean speaksStreams() {
    return false;
  }

  @Override
  public Outgoing outgoing(RequestMessage request, RequestIds ids) {
    return new Outgoing(request, ids, forwarded, destination, true);
  }

  @Override
  public PrivateUpstream own() {
    return own;
  }

  @Override
  public void upstreamConnected() {
    connection.upstreamConnected();
  }

  @Override
  public void upstreamTakesMore() {
    connection.readOn();
  }

  private RequestMessage request() {
    return connection.serving().request();
  }

  private RequestRecord record() {
    return connection.serving().record();
  }

  @Override
  public void informational(ResponseMessage response) {
    if (!request().isHttp10()) {
      output.informational(response, record());
    }
  }

  @Override
  public Body.Form response(ResponseMessage response, boolean requestSent, boolean ends) {
    RequestMessage request = request();
    // Who answers before the request is complete has no use for the rest of it.
    boolean goesOn = connection.goesOn(request) && requestSent;
    if (!output.response(request, response, goesOn, record())) {
      connection.closeAfterResponse();
    }
    return request.isHttp10() ? Body.Form.CONTENT : Body.Form.AS_RECEIVED;
  }

  @Override
  public void responseBody(ByteBuf bytes, boolean last) {
    output.content(bytes);
  }

  @Override
  public void responseComplete(@Nullable Fields trailers) {
    output.end(trailers);
    connection.complete();
  }

  @Override
  public void flush() {
    output.flush();
  }

  @Override
  public boolean isWritable() {
    return output.isWritable();
  }

  @Override
  public long unsentBytes() {
    return output.unsentBytes();
  }

  @Override
  public void refuse(Refusal refusal, boolean requestSent) {
    RequestMessage request = request();
    connection.refuse(refusal, request.isHead(), connection.goesOn(request) && requestSent);
  }

  @Override
  public void breakOff() {
    connection.breakOff();
  }

  @Override
  public void switchProtocols(ResponseMessage response, Channel server, ByteBuf fromServer) {
    RequestMessage request = request();
    RequestRecord record = record();
    output.switching(request, response, record);
    record.responded(response.status());
    record.sent(fromServer.readableBytes());
    output.write(fromServer);
    output.flush();
    String protocol = Objects.requireNonNullElse(request.upgrade(), RelayRecord.TUNNEL);
    connection.relayTo(server, RelayRecord.behind(record, protocol, System.nanoTime()));
  }
}
