package diy.mesh.dataplane.http;

import diy.mesh.dataplane.refuse.Refusal.Fault;
import io.netty.buffer.ByteBuf;
import java.util.Arrays;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Follows a chunked body to its end, octet by octet and strictly (RFC 9112 section 7.1).
 *
 * <p>A line between the data belongs to the body only once it is complete and found good: until
 * then nobody behind us sees any of it, so nobody can read more into it than we did.
 */
final class ChunkScanner {

  /** 15 hexadecimal digits never overflow a long. */
  private static final int MOST_SIZE_DIGITS = 15;

  /** Also to be known before the content is read (RFC 9110 section 6.5.1). */
  private static final Set<String> HEAD_ONLY =
      Set.of(
          "authorization",
          "cache-control",
          "content-encoding",
          "content-range",
          "content-type",
          "cookie",
          "expect",
          "max-forwards",
          "proxy-authorization",
          "range",
          "set-cookie",
          "trailer");

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

  private final Limits limits;
  private State state = State.SIZE;
  private long left;
  private int sizeDigits;

  /** Bytes of extensions so far, less two for each byte of content; at least 0. */
  private long surplus;

  /** Scanned already, but of a line that is not complete: given back with the rest of it. */
  private int pending;

  /** The trailer lines so far, one behind the other. */
  private byte[] trailer = new byte[0];

  private int trailerLength;

  /** Where the line being read begins in it. */
  private int lineStart;

  /** What was read of them; null where there is none. */
  private @Nullable Fields trailerFields;

  private int trailerBytes;
  private int trailers;

  ChunkScanner(Limits limits) {
    this.limits = limits;
  }

  boolean isComplete() {
    return state == State.COMPLETE;
  }

  /**
   * Reads on; moves no index of {@code in}.
   *
   * @param start behind what the calls before this one gave
   * @param content where the content is copied to; null to leave it
   * @return how many octets from {@code start} on certainly belong to this body; those behind them
   *     are to be given again, with more
   */
  int scan(ByteBuf in, int start, @Nullable ByteBuf content) throws Malformed {
    int at = start + pending;
    int certain = start;
    int end = in.writerIndex();
    while (at < end && state != State.COMPLETE) {
      if (state == State.DATA) {
        int taken = (int) Math.min(left, end - at);
        if (content != null) {
          content.writeBytes(in, at, taken);
        }
        at += taken;
        left -= taken;
        surplus = Math.max(0, surplus - 2L * taken);
        if (left == 0) {
          state = State.DATA_CR;
        }
        certain = at;
      } else {
        byte octet = in.getByte(at++);
        state = next(octet);
        certain = octet == Octets.LF ? at : certain;
      }
    }
    pending = at - certain;
    return certain - start;
  }

  private State next(byte octet) throws Malformed {
    return switch (state) {
      case SIZE -> size(octet);
      case EXTENSION -> extension(octet);
      case SIZE_LF -> {
        expect(octet, Octets.LF, Fault.BARE_LINE_END, "line feed behind a chunk's size");
        sizeDigits = 0;
        yield left == 0 ? State.TRAILER : State.DATA;
      }
      case DATA_CR -> {
        expect(octet, Octets.CR, Fault.BAD_CHUNK_END, "CR LF behind a chunk's data");
        yield State.DATA_LF;
      }
      case DATA_LF -> {
        expect(octet, Octets.LF, Fault.BAD_CHUNK_END, "CR LF behind a chunk's data");
        yield State.SIZE;
      }
      case TRAILER -> trailer(octet);
      case TRAILER_LF -> trailerLine(octet);
      case DATA, COMPLETE -> throw new IllegalStateException(state.name());
    };
  }

  private State size(byte octet) throws Malformed {
    int digit = Octets.hexadecimal(octet);
    if (digit >= 0) {
      if (++sizeDigits > MOST_SIZE_DIGITS) {
        throw badSize("chunk size of over %d digits".formatted(MOST_SIZE_DIGITS));
      }
      left = (left << 4) + digit;
      return State.SIZE;
    }
    if (sizeDigits == 0) {
      throw badSize("chunk without a size (expected: hexadecimal digits)");
    }
    return switch (octet) {
      case Octets.CR -> State.SIZE_LF;
      case Octets.LF -> throw HeadParser.bareLineEnd();
      case ';' -> State.EXTENSION;
      default -> throw badSize("chunk size with other than hexadecimal digits");
    };
  }

  private static Malformed badSize(String detail) {
    return new Malformed(Fault.BAD_CHUNK_SIZE, detail);
  }

  /** Quoted strings need no reading: they hold no line ends either (RFC 9110 section 5.6.4). */
  private State extension(byte octet) throws Malformed {
    if (octet == Octets.CR) {
      return State.SIZE_LF;
    }
    if (octet == Octets.LF) {
      throw HeadParser.bareLineEnd();
    }
    if (!Octets.isFieldValue(octet)) {
      throw new Malformed(Fault.BAD_CHUNK_EXTENSION, "control octet in a chunk extension");
    }
    if (++surplus > limits.extensionBytes()) {
      throw new Malformed(
          Fault.BAD_CHUNK_EXTENSION,
          "chunk extensions over %d bytes and twice the content"
              .formatted(limits.extensionBytes()));
    }
    return State.EXTENSION;
  }

  private State trailer(byte octet) throws Malformed {
    if (octet == Octets.CR) {
      return State.TRAILER_LF;
    }
    if (octet == Octets.LF) {
      throw HeadParser.bareLineEnd();
    }
    if (trailerBytes == limits.trailerBytes() || trailers == limits.trailers()) {
      throw new Malformed(
          Fault.TRAILERS_TOO_LARGE,
          "trailers over %d bytes or %d fields"
              .formatted(limits.trailerBytes(), limits.trailers()));
    }
    trailerBytes++;
    keep(octet);
    return State.TRAILER;
  }

  private State trailerLine(byte octet) throws Malformed {
    expect(octet, Octets.LF, Fault.BARE_LINE_END, "line feed behind a trailer field");
    if (trailerLength == lineStart) {
      return State.COMPLETE;
    }
    keep(Octets.CR);
    keep(Octets.LF);
    Fields fields = trailerFields;
    if (fields == null) {
      fields = new Fields(trailer, 0);
      trailerFields = fields;
    }
    fields.grownInto(trailer);
    HeadParser.field(trailer, lineStart, fields);
    if (!isTrailer(fields, trailers)) {
      throw new Malformed(
          Fault.FORBIDDEN_TRAILER,
          "trailer field %s (expected: in the head)".formatted(fields.lowerCaseName(trailers)));
    }
    lineStart = trailerLength;
    trailers++;
    return State.TRAILER;
  }

  /** Whether a field may follow the content: it frames no message and is of use so late. */
  static boolean isTrailer(Fields fields, int field) {
    return fields.name(field) == FieldName.OTHER
        && !HEAD_ONLY.contains(fields.lowerCaseName(field));
  }

  /** The trailer fields; null where there are none. For a complete body. */
  @Nullable Fields trailers() {
    return trailerFields;
  }

  private void keep(byte octet) {
    if (trailerLength == trailer.length) {
      trailer = Arrays.copyOf(trailer, Math.max(128, trailer.length * 2));
    }
    trailer[trailerLength++] = octet;
  }

  private static void expect(byte octet, byte expected, Fault fault, String what) throws Malformed {
    if (octet != expected) {
      throw new Malformed(fault, "no " + what);
    }
  }
}
