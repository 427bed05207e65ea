package diy.mesh.dataplane.http;

import diy.mesh.dataplane.refuse.Refusal;
import diy.mesh.dataplane.refuse.Refusal.Fault;
import diy.mesh.model.route.RequestHead;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A request that somebody asks about, read by the very parser that reads those that arrive. */
public sealed interface WrittenRequest {

  /** A request that would be served. */
  record Good(RequestHead head) implements WrittenRequest {}

  /** One that the parser refuses. */
  record Bad(Refusal refusal) implements WrittenRequest {}

  /**
   * Reads a request without a body.
   *
   * @param method such as {@code GET}
   * @param target path and query
   * @param fields a line each, {@code Name: value}
   */
  static WrittenRequest of(String method, String target, List<String> fields) {
    var text = new StringBuilder("%s %s HTTP/1.1\r\n".formatted(method, target));
    fields.forEach(field -> text.append(field).append("\r\n"));
    var bytes = text.append("\r\n").toString().getBytes(StandardCharsets.UTF_8);
    try {
      @Nullable RequestHead head =
          new HeadParser(Limits.DEFAULT).request(Unpooled.wrappedBuffer(bytes));
      return head == null
          ? bad(new Malformed(Fault.BAD_START_LINE, "a head that does not end where it should"))
          : new Good(head);
    } catch (Malformed malformed) {
      return bad(malformed);
    }
  }

  private static Bad bad(Malformed malformed) {
    return new Bad(new Refusal.Malformed(malformed.fault(), malformed.detail()));
  }
}
