package diy.mesh.dataplane.http;

import diy.mesh.dataplane.refuse.Refusal.Fault;
import io.netty.buffer.ByteBuf;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Follows a chunked body to its end, octet by octet and strictly (RFC 9112 section 7.1). */
final class ChunkScanner {

  /** 15 hexadecimal digits never overflow a long. */
  private static final int MOST_SIZE_DIGITS = 15;

  private static final int MOST_EXTENSION_BYTES = 4 * 1024;
  private static final int MOST_TRAILER_BYTES = 16 * 1024;

  private enum State {
    SIZE,
    EXTENSION,
    SIZE_LF,
    DATA,
    DATA_CR,
    DATA_LF,
    TRAILER,
    TRAILER_LF,
    COMPLETE
  }

  private State state = State.SIZE;
  private long left;
  private int sizeDigits;
  private int extensionBytes;
  private byte[] trailers = new byte[0];
  private int trailerBytes;

  boolean isComplete() {
    return state == State.COMPLETE;
  }

  /**
   * Reads on from {@code start}; moves no index of {@code in}.
   *
   * @param content where the content is copied to; null to leave it
   * @return how many octets belong to this body
   */
  int scan(ByteBuf in, int start, @Nullable ByteBuf content) throws Malformed {
    int at = start;
    int end = in.writerIndex();
    while (at < end && state != State.COMPLETE) {
      if (state == State.DATA) {
        int taken = (int) Math.min(left, end - at);
        if (content != null) {
          content.writeBytes(in, at, taken);
        }
        at += taken;
        left -= taken;
        if (left == 0) {
          state = State.DATA_CR;
        }
      } else {
        state = next(in.getByte(at));
        at++;
      }
    }
    return at - start;
  }

  private State next(byte octet) throws Malformed {
    return switch (state) {
      case SIZE -> size(octet);
      case EXTENSION -> extension(octet);
      case SIZE_LF -> {
        expect(octet, Octets.LF, "line feed behind a chunk's size");
        sizeDigits = 0;
        extensionBytes = 0;
        yield left == 0 ? State.TRAILER : State.DATA;
      }
      case DATA_CR -> {
        expect(octet, Octets.CR, "CR LF behind a chunk's data");
        yield State.DATA_LF;
      }
      case DATA_LF -> {
        expect(octet, Octets.LF, "CR LF behind a chunk's data");
        yield State.SIZE;
      }
      case TRAILER -> {
        if (octet == Octets.CR) {
          yield State.TRAILER_LF;
        }
        keepTrailer(octet);
        yield State.TRAILER;
      }
      case TRAILER_LF -> trailerLine(octet);
      case DATA, COMPLETE -> throw new IllegalStateException(state.name());
    };
  }

  private State size(byte octet) throws Malformed {
    int digit = Octets.hexadecimal(octet);
    if (digit >= 0) {
      if (++sizeDigits > MOST_SIZE_DIGITS) {
        throw Malformed.bad("chunk size of over %d digits".formatted(MOST_SIZE_DIGITS));
      }
      left = (left << 4) + digit;
      return State.SIZE;
    }
    if (sizeDigits == 0) {
      throw Malformed.bad("chunk without a size (expected: hexadecimal digits)");
    }
    return switch (octet) {
      case Octets.CR -> State.SIZE_LF;
      case ';' -> State.EXTENSION;
      default -> throw Malformed.bad("chunk size with other than hexadecimal digits");
    };
  }

  private State extension(byte octet) throws Malformed {
    if (octet == Octets.CR) {
      return State.SIZE_LF;
    }
    if (!Octets.isFieldValue(octet)) {
      throw Malformed.bad("control octet in a chunk extension");
    }
    if (++extensionBytes > MOST_EXTENSION_BYTES) {
      throw Malformed.bad("chunk extension over %d bytes".formatted(MOST_EXTENSION_BYTES));
    }
    return State.EXTENSION;
  }

  private State trailerLine(byte octet) throws Malformed {
    expect(octet, Octets.LF, "CR LF behind a trailer field");
    if (trailerBytes == 0) {
      return State.COMPLETE;
    }
    keepTrailer(Octets.CR);
    keepTrailer(Octets.LF);
    var fields = new Fields(trailers);
    HeadParser.field(trailers, 0, fields);
    if (fields.name(0) != FieldName.OTHER) {
      // RFC 9110 section 6.5.1: what frames or addresses a message is read before its body.
      throw Malformed.bad("a trailer field that belongs into the head");
    }
    trailerBytes = 0;
    return State.TRAILER;
  }

  private void keepTrailer(byte octet) throws Malformed {
    if (trailerBytes == MOST_TRAILER_BYTES) {
      throw new Malformed(
          Fault.HEADERS_TOO_LARGE, "trailer field over %d bytes".formatted(MOST_TRAILER_BYTES));
    }
    if (trailerBytes == trailers.length) {
      trailers = Arrays.copyOf(trailers, Math.max(128, trailers.length * 2));
    }
    trailers[trailerBytes++] = octet;
  }

  private static void expect(byte octet, byte expected, String what) throws Malformed {
    if (octet != expected) {
      throw Malformed.bad("no " + what);
    }
  }
}
