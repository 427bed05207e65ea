package diy.mesh.dataplane.http;

import diy.mesh.dataplane.refuse.Refusal.Fault;
import diy.mesh.dataplane.telemetry.NewTraces;
import diy.mesh.dataplane.telemetry.RequestIds;
import diy.mesh.model.service.Address;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/**
 * What a client's bytes become on their way to an upstream, without any network: the same parser,
 * bodies and writer as in {@link ClientConnection}, fed piece by piece.
 */
final class Passage {

  static final String HOST_IF_MISSING = "10.0.0.1:80";

  private static final ForwardedFields INBOUND =
      ForwardedFields.of(ForwardedPolicy.APPEND, new InetSocketAddress("10.0.0.2", 40_000));

  private static final Limits TWICE =
      new Limits(
          2 * Limits.DEFAULT.lineBytes(),
          2 * Limits.DEFAULT.headBytes(),
          2 * Limits.DEFAULT.fields(),
          2 * Limits.DEFAULT.trailerBytes(),
          2 * Limits.DEFAULT.trailers(),
          2 * Limits.DEFAULT.extensionBytes(),
          Limits.DEFAULT.informational(),
          StreamLimits.DEFAULT,
          Limits.DEFAULT.patience());

  private final Limits limits;
  private final HeadParser parser;
  private final ForwardedFields forwardedFields;
  private final RequestIds.Source ids =
      new RequestIds.Source(NewTraces.SAMPLED, new SplittableRandom(0));
  private final List<RequestMessage> accepted = new ArrayList<>();
  private final ByteBuf received = Unpooled.buffer();
  private final ByteBuf forwarded = Unpooled.buffer();
  private int complete;
  private @Nullable Body body;
  private @Nullable Malformed malformed;

  private Passage(Limits limits, ForwardedFields forwardedFields) {
    this.limits = limits;
    this.parser = new HeadParser(limits);
    this.forwardedFields = forwardedFields;
  }

  /** Feeds all of {@code bytes} in pieces of any length, as {@code dice} would have it. */
  static Passage of(byte[] bytes, Random dice) {
    var passage = new Passage(Limits.DEFAULT, INBOUND);
    int at = 0;
    while (at < bytes.length) {
      int most = dice.nextInt(4) == 0 ? bytes.length : 12;
      int piece = Math.min(bytes.length - at, 1 + dice.nextInt(most));
      passage.feed(bytes, at, piece);
      at += piece;
    }
    return passage;
  }

  /** Feeds all of {@code bytes} at once. */
  static Passage of(byte[] bytes) {
    var passage = new Passage(Limits.DEFAULT, INBOUND);
    passage.feed(bytes, 0, bytes.length);
    return passage;
  }

  /**
   * Feeds what a passage wrote, which may be a little longer than what it read. Of the inbound and
   * the outbound side the latter has nothing to add.
   */
  static Passage again(byte[] forwarded) {
    var passage = new Passage(TWICE, ForwardedFields.NONE);
    passage.feed(forwarded, 0, forwarded.length);
    return passage;
  }

  private void feed(byte[] bytes, int start, int length) {
    if (malformed != null) {
      return; // the connection is closed
    }
    received.writeBytes(bytes, start, length);
    try {
      int before;
      do {
        before = received.readableBytes();
        advance();
      } while (received.isReadable() && received.readableBytes() < before);
    } catch (Malformed e) {
      malformed = e;
    }
    received.discardReadBytes();
  }

  private void advance() throws Malformed {
    if (body == null) {
      RequestMessage message = parser.request(received);
      if (message != null) {
        accepted.add(message);
        HeadWriter.request(
            message,
            ReceivedIds.complete(message, ids),
            forwardedFields,
            Address.parse(HOST_IF_MISSING),
            forwarded);
        body = message.body(Body.Form.AS_RECEIVED, limits);
      }
    }
    if (body != null) {
      ByteBuf taken = body.take(received);
      if (taken != null) {
        forwarded.writeBytes(taken);
        taken.release();
      }
      if (body.isComplete()) {
        complete++;
        body = null;
      }
    }
  }

  /** The requests whose heads were accepted; the last one may be incomplete. */
  List<RequestMessage> accepted() {
    return accepted;
  }

  int complete() {
    return complete;
  }

  /** What an upstream received. */
  byte[] forwarded() {
    byte[] bytes = new byte[forwarded.readableBytes()];
    forwarded.getBytes(forwarded.readerIndex(), bytes);
    return bytes;
  }

  /** Why the rest was refused; null where nothing was. */
  @Nullable Fault fault() {
    return malformed == null ? null : malformed.fault();
  }

  /** How many bytes were neither passed on nor refused: the beginning of what is to come. */
  int waiting() {
    return received.readableBytes();
  }
}
