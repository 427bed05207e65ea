package diy.mesh.dataplane.telemetry;

import diy.mesh.model.route.RequestHead;
import diy.mesh.model.service.Address;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * What the access log says of one request or connection. Taken on the event loop, where it costs a
 * few references and keeps no bytes received alive; turned into text by {@link LineWriter}.
 */
sealed interface AccessEntry extends LineWriter.Line {

  /** Longer values are cut, so that what waits is bounded in bytes, too. */
  int MOST_CHARS = 1_024;

  /**
   * One request.
   *
   * @param endMillis of the clock on the wall
   */
  record OfRequest(
      LineFormat format,
      long endMillis,
      long nanos,
      @Nullable SocketAddress client,
      String method,
      String host,
      String path,
      Attribution attribution,
      @Nullable Address upstream,
      int status,
      String reason,
      String why,
      int tries,
      long bytesIn,
      long bytesOut,
      RequestIds ids,
      String receivedId,
      String receivedTraceId)
      implements AccessEntry {

    static OfRequest of(
        RequestRecord request, long nanos, LineFormat format, boolean withQuery, long endMillis) {
      RequestHead head = request.request();
      return new OfRequest(
          format,
          endMillis,
          nanos,
          request.client(),
          head == null ? "" : cut(head.method()),
          head == null ? "" : cut(head.authority()),
          head == null ? "" : cut(withQuery ? head.target() : withoutQuery(head.target())),
          request.attribution(),
          request.endpoint(),
          request.status(),
          request.reason(),
          cut(request.why()),
          request.tries(),
          request.bytesIn(),
          request.bytesOut(),
          request.ids(),
          request.ids().receivedId(head),
          request.ids().receivedTraceId(head));
    }

    @Override
    public void appendTo(LineBuffer out) {
      LogLine line = begin(out, format, endMillis, nanos, attribution, client);
      line.text("method", method)
          .text("host", host)
          .text("path", path)
          .number("status", status)
          .text("reason", reason)
          .text("why", why)
          .text("route", attribution.series().route())
          .text("rule", attribution.origin())
          .text("backend", attribution.series().backend())
          .address("upstream", upstream)
          .number("tries", tries)
          .number("received", bytesIn)
          .number("sent", bytesOut)
          .millis("millis", nanos);
      ids.appendTo(line, receivedId, receivedTraceId);
      line.end();
    }
  }

  /**
   * One connection.
   *
   * @param endMillis of the clock on the wall
   */
  record OfRelay(
      LineFormat format,
      long endMillis,
      long nanos,
      @Nullable SocketAddress client,
      String protocol,
      Attribution attribution,
      @Nullable Address upstream,
      String reason,
      long bytesIn,
      long bytesOut,
      String requestId)
      implements AccessEntry {

    static OfRelay of(RelayRecord relay, long nanos, LineFormat format, long endMillis) {
      return new OfRelay(
          format,
          endMillis,
          nanos,
          relay.client(),
          cut(relay.protocol()),
          relay.attribution(),
          relay.upstream(),
          relay.reason(),
          relay.bytesIn(),
          relay.bytesOut(),
          relay.requestId());
    }

    @Override
    public void appendTo(LineBuffer out) {
      begin(out, format, endMillis, nanos, attribution, client)
          .text("protocol", protocol)
          .text("reason", reason)
          .text("route", attribution.series().route())
          .text("rule", attribution.origin())
          .text("backend", attribution.series().backend())
          .address("upstream", upstream)
          .number("received", bytesIn)
          .number("sent", bytesOut)
          .millis("millis", nanos)
          .text("request_id", requestId)
          .end();
    }
  }

  private static LogLine begin(
      LineBuffer out,
      LineFormat format,
      long endMillis,
      long nanos,
      Attribution attribution,
      @Nullable SocketAddress client) {
    Direction direction = attribution.series().direction();
    var line =
        new LogLine(out, format)
            .time("time", endMillis - TimeUnit.NANOSECONDS.toMillis(nanos))
            .text("direction", direction.keyword());
    return client instanceof InetSocketAddress inet && inet.getAddress() != null
        ? line.address("client", inet.getAddress(), inet.getPort())
        : line;
  }

  /** What stands behind the question mark is often a secret: a token, a name, an address. */
  private static String withoutQuery(String target) {
    int query = target.indexOf('?');
    return query < 0 ? target : target.substring(0, query);
  }

  private static String cut(String text) {
    return text.length() <= MOST_CHARS ? text : text.substring(0, MOST_CHARS) + "...";
  }
}
