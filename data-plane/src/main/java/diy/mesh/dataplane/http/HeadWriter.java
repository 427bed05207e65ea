package diy.mesh.dataplane.http;

import diy.mesh.dataplane.telemetry.RequestIds;
import diy.mesh.model.service.Address;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import java.nio.charset.StandardCharsets;

/**
 * Writes the heads that leave the proxy: what came in, without the fields that belonged to the
 * other connection (RFC 9110 section 7.6.1). Fields that pass are copied as they are, in long runs.
 */
final class HeadWriter {

  /** What the client is told about the connection and the body's end. */
  record ResponseFraming(boolean chunked, boolean close, boolean keepAlive) {

    /** Nothing needs to be said. */
    static final ResponseFraming AS_IT_IS = new ResponseFraming(false, false, false);
  }

  private static final int LINE_END = '\r' << 8 | '\n';

  private HeadWriter() {}

  /** Writes a request for an upstream. */
  static void request(Outgoing request, ByteBuf out) {
    request(request.request(), request.ids(), request.forwarded(), request.destination(), out);
  }

  /**
   * Writes a request for an upstream.
   *
   * @param ids of this request; those that were made are written behind what came
   * @param forwarded what the upstream is told of the client
   * @param destination the Host of a request that came without one, as HTTP/1.0 allows
   */
  static void request(
      RequestMessage request,
      RequestIds ids,
      ForwardedFields forwarded,
      Address destination,
      ByteBuf out) {
    Fields fields = request.fields();
    boolean asReceived = request.startsAsReceived();
    if (!asReceived) {
      ascii(out, request.method());
      out.writeByte(' ');
      ascii(out, request.target());
      ascii(out, " HTTP/1.1\r\n");
    }
    if (request.namesHost()) {
      field(out, "Host", request.authority());
    } else if (fields.find(FieldName.HOST) < 0) {
      field(out, "Host", destination.toString());
    }
    boolean padded = Framing.isPadded(fields);
    int without =
        FieldName.HOP_BY_HOP
            | (request.namesHost() ? FieldName.HOST.bit() : 0)
            | (padded ? FieldName.CONTENT_LENGTH.bit() : 0)
            | ReceivedIds.replaced(ids)
            | forwarded.replaced();
    copyFields(fields, asReceived, without, forwarded, out);
    out.writeBytes(ids.lines());
    forwarded.write(request, out);
    if (padded) {
      field(out, "Content-Length", Long.toString(request.contentLength()));
    }
    if (request.isChunked()) {
      ascii(out, "Transfer-Encoding: chunked\r\n");
    }
    String upgrade = request.upgrade();
    if (upgrade != null) {
      ascii(out, "Connection: Upgrade\r\n");
      field(out, "Upgrade", upgrade);
    } else if (request.acceptsTrailers()) {
      ascii(out, "Connection: TE\r\nTE: trailers\r\n");
    }
    out.writeShort(LINE_END);
  }

  /** Writes a response for a client. */
  static void response(ResponseMessage response, ResponseFraming framing, ByteBuf out) {
    Fields fields = response.fields();
    boolean asReceived = response.startsAsReceived();
    if (!asReceived) {
      statusLine(response, out);
    }
    boolean padded = Framing.isPadded(fields);
    boolean withoutLength = padded || !response.mayStateLength();
    int length = withoutLength ? FieldName.CONTENT_LENGTH.bit() : 0;
    copyFields(fields, asReceived, FieldName.HOP_BY_HOP | length, ForwardedFields.NONE, out);
    if (padded && response.mayStateLength()) {
      field(out, "Content-Length", Long.toString(response.contentLength()));
    }
    if (response.isSwitchingProtocols()) {
      ascii(out, "Connection: Upgrade\r\n");
      int upgrade = fields.find(FieldName.UPGRADE);
      if (upgrade >= 0) {
        field(out, "Upgrade", fields.value(upgrade));
      }
    } else if (framing.close()) {
      ascii(out, "Connection: close\r\n");
    } else if (framing.keepAlive()) {
      ascii(out, "Connection: keep-alive\r\n");
    }
    if (framing.chunked()) {
      ascii(out, "Transfer-Encoding: chunked\r\n");
    }
    out.writeShort(LINE_END);
  }

  /** Writes the response that opens a tunnel: what follows has no length and no end of its own. */
  static void tunnel(ResponseMessage response, ByteBuf out) {
    statusLine(response, out);
    int without = FieldName.HOP_BY_HOP | FieldName.CONTENT_LENGTH.bit();
    copyFields(response.fields(), false, without, ForwardedFields.NONE, out);
    out.writeShort(LINE_END);
  }

  private static void statusLine(ResponseMessage response, ByteBuf out) {
    ascii(out, "HTTP/1.1 ");
    ascii(out, Integer.toString(response.status()));
    out.writeByte(' ');
    int reasonStart = response.reasonStart();
    if (reasonStart < response.reasonEnd()) {
      // The place starts with the space itself.
      out.writeBytes(
          response.fields().bytes(), reasonStart + 1, response.reasonEnd() - reasonStart - 1);
    }
    out.writeShort(LINE_END);
  }

  /**
   * Copies the fields that go further than this proxy, in runs as long as possible.
   *
   * @param withFirstLine whether the line before them goes on, too
   * @param without the names that do not, as {@link FieldName#bit} has them
   * @param forwarded what may be added to one of them
   */
  private static void copyFields(
      Fields fields, boolean withFirstLine, int without, ForwardedFields forwarded, ByteBuf out) {
    boolean namesFields = mayNameFields(fields);
    int extended = forwarded.extended(fields);
    int runStart = withFirstLine ? 0 : -1;
    int runEnd = fields.start();
    for (int field = 0; field < fields.count(); field++) {
      FieldName name = fields.name(field);
      boolean passes =
          (name.bit() & without) == 0
              && !(namesFields && name.isRemovable() && isNamedByConnection(fields, field));
      if (passes) {
        runStart = runStart < 0 ? fields.nameStart(field) : runStart;
        runEnd = field == extended ? fields.valueEnd(field) : fields.lineEnd(field);
      }
      if (runStart >= 0 && (!passes || field == extended)) {
        out.writeBytes(fields.bytes(), runStart, runEnd - runStart);
        runStart = -1;
      }
      if (field == extended) {
        forwarded.extend(fields.valueStart(field) == runEnd, out);
      }
    }
    if (runStart >= 0) {
      out.writeBytes(fields.bytes(), runStart, runEnd - runStart);
    }
  }

  /** Whether Connection says more than what nearly all say. */
  private static boolean mayNameFields(Fields fields) {
    int only = fields.findOnly(FieldName.CONNECTION);
    return only < 0
        ? fields.has(FieldName.CONNECTION)
        : !fields.hasValue(only, "keep-alive") && !fields.hasValue(only, "close");
  }

  private static boolean isNamedByConnection(Fields fields, int field) {
    return fields.lists(FieldName.CONNECTION, fields.lowerCaseName(field));
  }

  private static void field(ByteBuf out, String name, String value) {
    ascii(out, name);
    ascii(out, ": ");
    latin1(out, value);
    out.writeShort(LINE_END);
  }

  private static void latin1(ByteBuf out, String text) {
    out.writeCharSequence(text, StandardCharsets.ISO_8859_1);
  }

  private static void ascii(ByteBuf out, String text) {
    ByteBufUtil.writeAscii(out, text);
  }
}
