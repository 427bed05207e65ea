package diy.mesh.dataplane.http;

import diy.mesh.dataplane.refuse.Refusal;
import diy.mesh.dataplane.telemetry.RequestRecord;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.ByteBufUtil;
import java.nio.charset.StandardCharsets;

/**
 * Renders a refusal: a status, its reason and the request's id as headers, and a body with the next
 * step.
 */
final class RefusalWriter {

  private RefusalWriter() {}

  /** For the client of a request, whose record says so from then on. */
  static ByteBuf response(
      Refusal refusal,
      RequestRecord record,
      boolean requestWasHead,
      boolean goesOn,
      ByteBufAllocator allocator) {
    byte[] body = (refusal.message() + "\n").getBytes(StandardCharsets.UTF_8);
    String head =
        """
        HTTP/1.1 %d %s\r
        mesh-refusal: %s\r
        x-request-id: %s\r
        Content-Type: text/plain; charset=utf-8\r
        Content-Length: %d\r
        %s\r
        """
            .formatted(
                refusal.status(),
                phrase(refusal.status()),
                refusal.reason(),
                record.ids().requestId(record.request()),
                body.length,
                goesOn ? "" : "Connection: close\r\n");
    ByteBuf out = allocator.buffer(head.length() + body.length);
    ByteBufUtil.writeAscii(out, head);
    if (!requestWasHead) {
      out.writeBytes(body);
    }
    record.responded(refusal.status());
    record.refused(refusal.reason(), refusal.message());
    record.sent(out.readableBytes());
    return out;
  }

  /** RFC 9110 section 15. */
  private static String phrase(int status) {
    return switch (status) {
      case 400 -> "Bad Request";
      case 408 -> "Request Timeout";
      case 414 -> "URI Too Long";
      case 431 -> "Request Header Fields Too Large";
      case 500 -> "Internal Server Error";
      case 501 -> "Not Implemented";
      case 502 -> "Bad Gateway";
      case 503 -> "Service Unavailable";
      case 504 -> "Gateway Timeout";
      case 505 -> "HTTP Version Not Supported";
      case 508 -> "Loop Detected";
      default -> "Refused";
    };
  }
}
