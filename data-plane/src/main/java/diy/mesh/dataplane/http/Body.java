package diy.mesh.dataplane.http;

import io.netty.buffer.ByteBuf;
import org.jspecify.annotations.Nullable;

/** Where a message's body ends (RFC 9112 section 6.3). Fed with bytes until it is complete. */
sealed interface Body {

  /** What {@link #take} gives of a chunked body. */
  enum Form {
    /** Chunk sizes, extensions and trailers included: the receiver reads chunks, too. */
    AS_RECEIVED,
    /** The content alone; trailers are behind it, see {@link #trailers}. */
    CONTENT
  }

  /**
   * Takes what belongs to this body from the front of {@code in}.
   *
   * @return the bytes to pass on, owned by the caller; null if there are none
   */
  @Nullable ByteBuf take(ByteBuf in) throws Malformed;

  boolean isComplete();

  /** The fields behind a complete body; null where there are none, or {@link #take} gave them. */
  default @Nullable Fields trailers() {
    return null;
  }

  /** A body of a length known beforehand, also none at all. */
  final class OfLength implements Body {
    private long left;

    OfLength(long length) {
      this.left = length;
    }

    @Override
    public @Nullable ByteBuf take(ByteBuf in) {
      int taken = (int) Math.min(left, in.readableBytes());
      left -= taken;
      return taken == 0 ? null : in.readRetainedSlice(taken);
    }

    @Override
    public boolean isComplete() {
      return left == 0;
    }
  }

  /** A body in chunks. */
  final class Chunked implements Body {
    private final ChunkScanner scanner;
    private final Form form;

    Chunked(Form form, Limits limits) {
      this.scanner = new ChunkScanner(limits);
      this.form = form;
    }

    @Override
    public @Nullable Fields trailers() {
      return form == Form.CONTENT ? scanner.trailers() : null;
    }

    @Override
    public @Nullable ByteBuf take(ByteBuf in) throws Malformed {
      return switch (form) {
        case AS_RECEIVED -> {
          int taken = scanner.scan(in, in.readerIndex(), null);
          yield taken == 0 ? null : in.readRetainedSlice(taken);
        }
        case CONTENT -> {
          ByteBuf content = in.alloc().buffer(in.readableBytes());
          try {
            in.skipBytes(scanner.scan(in, in.readerIndex(), content));
          } catch (Malformed e) {
            content.release();
            throw e;
          }
          if (content.isReadable()) {
            yield content;
          }
          content.release();
          yield null;
        }
      };
    }

    @Override
    public boolean isComplete() {
      return scanner.isComplete();
    }
  }

  /** Everything until the server closes the connection; never complete by itself. */
  final class UntilClose implements Body {
    @Override
    public @Nullable ByteBuf take(ByteBuf in) {
      return in.isReadable() ? in.readRetainedSlice(in.readableBytes()) : null;
    }

    @Override
    public boolean isComplete() {
      return false;
    }
  }
}
