package diy.mesh.dataplane.telemetry;

import diy.mesh.model.route.RequestHead;
import diy.mesh.model.service.Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.time.Instant;
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
      String requestId,
      String traceId)
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
          request.ids().requestId(head),
          request.ids().traceId(head));
    }

    @Override
    public void appendTo(StringBuilder out) {
      begin(out, format, endMillis, nanos, attribution, client)
          .text("method", method)
          .text("host", host)
          .text("path", path)
          .number("status", status)
          .text("reason", reason)
          .text("why", why)
          .text("route", attribution.series().route())
          .text("rule", attribution.origin())
          .text("backend", attribution.series().backend())
          .text("upstream", text(upstream))
          .number("tries", tries)
          .number("received", bytesIn)
          .number("sent", bytesOut)
          .millis("millis", nanos)
          .text("request_id", requestId)
          .text("trace_id", traceId)
          .end();
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
    public void appendTo(StringBuilder out) {
      begin(out, format, endMillis, nanos, attribution, client)
          .text("protocol", protocol)
          .text("reason", reason)
          .text("route", attribution.series().route())
          .text("rule", attribution.origin())
          .text("backend", attribution.series().backend())
          .text("upstream", text(upstream))
          .number("received", bytesIn)
          .number("sent", bytesOut)
          .millis("millis", nanos)
          .text("request_id", requestId)
          .end();
    }
  }

  private static LogLine begin(
      StringBuilder out,
      LineFormat format,
      long endMillis,
      long nanos,
      Attribution attribution,
      @Nullable SocketAddress client) {
    var begun = Instant.ofEpochMilli(endMillis).minusNanos(nanos);
    Direction direction = attribution.series().direction();
    return new LogLine(out, format)
        .time("time", begun)
        .text("direction", Keyword.of(direction))
        .text("client", text(client));
  }

  static String text(@Nullable SocketAddress client) {
    if (client instanceof InetSocketAddress inet) {
      InetAddress ip = inet.getAddress();
      return ip == null ? "" : text(new Address(ip, inet.getPort()));
    }
    return "";
  }

  private static String text(@Nullable Address address) {
    return address == null ? "" : address.toString();
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
