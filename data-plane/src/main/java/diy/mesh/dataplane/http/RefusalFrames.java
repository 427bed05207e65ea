package diy.mesh.dataplane.http;

import diy.mesh.dataplane.refuse.Refusal;
import diy.mesh.dataplane.telemetry.RequestRecord;
import io.netty.handler.codec.http2.Http2Headers;
import io.netty.handler.codec.http2.ReadOnlyHttp2Headers;
import io.netty.util.AsciiString;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * A refusal for a client of HTTP/2: as {@link RefusalWriter} has it for HTTP/1, or for callers of
 * gRPC as the status that they understand.
 *
 * @param body empty where the head ends the response
 */
record RefusalFrames(Http2Headers head, String body) {

  private static final String GRPC = "application/grpc";

  /**
   * For the client of a request, whose record says so from then on.
   *
   * @param request null where it could not be read
   */
  static RefusalFrames of(Refusal refusal, RequestRecord record, @Nullable RequestMessage request) {
    String id = record.ids().requestId(record.request());
    boolean grpc = request != null && isGrpc(request.header("content-type"));
    record.responded(grpc ? 200 : refusal.status());
    record.refused(refusal.reason(), refusal.message());
    if (grpc) {
      int code = GrpcStatus.of(refusal).code();
      Http2Headers head =
          head(
              200,
              "content-type",
              GRPC,
              "grpc-status",
              Integer.toString(code),
              "grpc-message",
              percentEncoded(refusal.message()),
              "mesh-refusal",
              refusal.reason(),
              "x-request-id",
              id);
      return new RefusalFrames(head, "");
    }
    String body = refusal.message() + "\n";
    int length = body.getBytes(StandardCharsets.UTF_8).length;
    Http2Headers head =
        head(
            refusal.status(),
            "mesh-refusal",
            refusal.reason(),
            "x-request-id",
            id,
            "content-type",
            "text/plain; charset=utf-8",
            "content-length",
            Integer.toString(length));
    return new RefusalFrames(head, request != null && request.isHead() ? "" : body);
  }

  /** Whether a request is gRPC's own, and not one for the Web, whose answers look different. */
  static boolean isGrpc(@Nullable String contentType) {
    return contentType != null
        && contentType.regionMatches(true, 0, GRPC, 0, GRPC.length())
        && (contentType.length() == GRPC.length()
            || contentType.charAt(GRPC.length()) == '+'
            || contentType.charAt(GRPC.length()) == ';');
  }

  private static Http2Headers head(int status, String... pairs) {
    AsciiString[] fields = new AsciiString[pairs.length];
    for (int i = 0; i < pairs.length; i++) {
      fields[i] = AsciiString.of(pairs[i]);
    }
    return ReadOnlyHttp2Headers.serverHeaders(
        false, AsciiString.of(Integer.toString(status)), fields);
  }

  /** As {@code grpc-message} wants it: what is not visible ASCII, and the percent sign. */
  static String percentEncoded(String text) {
    var encoded = new StringBuilder();
    for (byte octet : text.getBytes(StandardCharsets.UTF_8)) {
      if (octet >= ' ' && octet <= '~' && octet != '%') {
        encoded.append((char) octet);
      } else {
        encoded.append("%%%02X".formatted(octet & 0xff));
      }
    }
    return encoded.toString();
  }
}
