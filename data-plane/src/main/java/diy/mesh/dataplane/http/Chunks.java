package diy.mesh.dataplane.http;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.ByteBufUtil;
import org.jspecify.annotations.Nullable;

/** What stands around content that leaves in chunks (RFC 9112 section 7.1). */
final class Chunks {

  private static final int LINE_END = '\r' << 8 | '\n';

  private Chunks() {}

  /** Before a chunk of this size, which is not 0. */
  static ByteBuf begin(int size, ByteBufAllocator allocator) {
    ByteBuf line = allocator.buffer(16);
    ByteBufUtil.writeAscii(line, Integer.toHexString(size));
    return line.writeShort(LINE_END);
  }

  /** Behind a chunk. */
  static ByteBuf end(ByteBufAllocator allocator) {
    return allocator.buffer(2).writeShort(LINE_END);
  }

  /** Behind all of them. */
  static ByteBuf last(@Nullable Fields trailers, ByteBufAllocator allocator) {
    if (trailers == null) {
      return ByteBufUtil.writeAscii(allocator, "0\r\n\r\n");
    }
    ByteBuf lines = allocator.buffer();
    ByteBufUtil.writeAscii(lines, "0\r\n");
    for (int field = 0; field < trailers.count(); field++) {
      if (ChunkScanner.isTrailer(trailers, field)) { // HTTP/2 is less strict about it
        int start = trailers.nameStart(field);
        lines.writeBytes(trailers.bytes(), start, trailers.lineEnd(field) - start);
      }
    }
    return lines.writeShort(LINE_END);
  }
}
