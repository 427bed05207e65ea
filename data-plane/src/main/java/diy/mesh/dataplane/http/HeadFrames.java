package diy.mesh.dataplane.http;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http2.Http2Headers;
import io.netty.handler.codec.http2.ReadOnlyHttp2Headers;
import io.netty.util.AsciiString;
import java.util.ArrayList;
import java.util.List;

/**
 * The heads that leave the proxy as frames of HTTP/2. What goes on is decided where it is for
 * HTTP/1, by {@link HeadWriter}; here it only gets another shape.
 */
final class HeadFrames {

  private static final int USUAL_BYTES = 512;
  private static final AsciiString HTTP = AsciiString.cached("http");
  private static final AsciiString TE = AsciiString.cached("te");
  private static final AsciiString TRAILERS = AsciiString.cached("trailers");
  private static final String SETTINGS = "http2-settings";
  private static final int NOT_A_FIELD = FieldName.HOP_BY_HOP | FieldName.HOST.bit();

  private HeadFrames() {}

  static Http2Headers request(Outgoing outgoing) {
    ByteBuf head = Unpooled.buffer(USUAL_BYTES);
    HeadWriter.request(outgoing, head);
    Fields fields = fields(head);
    RequestMessage request = outgoing.request();
    int host = fields.find(FieldName.HOST);
    List<AsciiString> pairs = pairs(fields);
    if (request.acceptsTrailers()) {
      pairs.add(TE);
      pairs.add(TRAILERS);
    }
    return ReadOnlyHttp2Headers.clientHeaders(
        false,
        AsciiString.of(request.method()),
        AsciiString.of(request.target()),
        HTTP,
        host < 0 ? AsciiString.EMPTY_STRING : value(fields, host),
        pairs.toArray(AsciiString[]::new));
  }

  static Http2Headers response(ResponseMessage response) {
    ByteBuf head = Unpooled.buffer(USUAL_BYTES);
    HeadWriter.response(response, HeadWriter.ResponseFraming.AS_IT_IS, head);
    return ReadOnlyHttp2Headers.serverHeaders(
        false,
        AsciiString.of(Integer.toString(response.status())),
        pairs(fields(head)).toArray(AsciiString[]::new));
  }

  static Http2Headers trailers(Fields trailers) {
    return ReadOnlyHttp2Headers.trailers(false, pairs(trailers).toArray(AsciiString[]::new));
  }

  /** Reads what we wrote: no more than places is to be found. */
  private static Fields fields(ByteBuf head) {
    byte[] bytes = head.array();
    int end = head.writerIndex() - 2;
    int at = head.bytesBefore((byte) '\n') + 1;
    var fields = new Fields(bytes, at);
    try {
      while (at < end) {
        at = HeadParser.field(bytes, at, fields);
      }
    } catch (Malformed e) {
      throw new IllegalStateException("a head that was checked before: " + e.detail(), e);
    }
    return fields;
  }

  private static List<AsciiString> pairs(Fields fields) {
    var pairs = new ArrayList<AsciiString>(2 * fields.count() + 2);
    for (int field = 0; field < fields.count(); field++) {
      if ((fields.name(field).bit() & NOT_A_FIELD) == 0) {
        int start = fields.nameStart(field);
        var name =
            new AsciiString(fields.bytes(), start, fields.nameEnd(field) - start, false)
                .toLowerCase();
        if (!name.contentEquals(SETTINGS)) {
          pairs.add(name);
          pairs.add(value(fields, field));
        }
      }
    }
    return pairs;
  }

  private static AsciiString value(Fields fields, int field) {
    int start = fields.valueStart(field);
    return new AsciiString(fields.bytes(), start, fields.valueEnd(field) - start, false);
  }
}
