package diy.mesh.dataplane.http;

import diy.mesh.dataplane.path.Destination;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.channel.Channel;
import io.netty.util.NetUtil;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** What the requests of one connection are told about their client; see {@link ForwardedPolicy}. */
final class ForwardedFields {

  /** Everything passes as it came. */
  static final ForwardedFields NONE = new ForwardedFields(ForwardedPolicy.KEEP, new byte[0]);

  private static final int REPLACED =
      FieldName.X_FORWARDED_FOR.bit()
          | FieldName.X_FORWARDED_PROTO.bit()
          | FieldName.X_FORWARDED_HOST.bit()
          | FieldName.FORWARDED.bit();

  private final ForwardedPolicy policy;
  private final byte[] client;

  private ForwardedFields(ForwardedPolicy policy, byte[] client) {
    this.policy = policy;
    this.client = client;
  }

  /** What is told of {@code client}'s requests, which go to {@code destination}. */
  static ForwardedFields of(ForwardedPolicy policy, Destination destination, Channel client) {
    if (policy == ForwardedPolicy.KEEP) {
      return NONE;
    }
    return switch (destination) {
      case Destination.Outbound _ -> NONE;
      case Destination.Inbound _ -> of(policy, client.remoteAddress());
    };
  }

  static ForwardedFields of(ForwardedPolicy policy, @Nullable SocketAddress client) {
    return new ForwardedFields(policy, text(client).getBytes(StandardCharsets.US_ASCII));
  }

  /** Without port, brackets and zone, as everybody writes it. */
  private static String text(@Nullable SocketAddress client) {
    return client instanceof InetSocketAddress inet && inet.getAddress() != null
        ? NetUtil.toAddressString(inet.getAddress())
        : "unknown"; // RFC 7239 section 6.2
  }

  /** Which fields that came do not go on, as {@link FieldName#bit} has them. */
  int replaced() {
    return policy == ForwardedPolicy.REPLACE ? REPLACED : 0;
  }

  /** The field that the client's address is added to; -1 for none. */
  int extended(Fields fields) {
    return policy == ForwardedPolicy.APPEND ? fields.findLast(FieldName.X_FORWARDED_FOR) : -1;
  }

  /** Writes the end of the field that is extended, from behind its value on. */
  void extend(boolean isEmpty, ByteBuf out) {
    ByteBufUtil.writeAscii(out, isEmpty ? " " : ", ");
    out.writeBytes(client).writeShort(Octets.CR << 8 | Octets.LF);
  }

  /** Writes those fields that are missing, or replaced. */
  void write(RequestMessage request, ByteBuf out) {
    if (policy == ForwardedPolicy.KEEP) {
      return;
    }
    Fields fields = request.fields();
    if (isToBeSet(fields, FieldName.X_FORWARDED_FOR)) {
      ByteBufUtil.writeAscii(out, "x-forwarded-for: ");
      out.writeBytes(client).writeShort(Octets.CR << 8 | Octets.LF);
    }
    if (isToBeSet(fields, FieldName.X_FORWARDED_PROTO)) {
      ByteBufUtil.writeAscii(out, "x-forwarded-proto: http\r\n");
    }
    if (isToBeSet(fields, FieldName.X_FORWARDED_HOST) && !request.authority().isEmpty()) {
      ByteBufUtil.writeAscii(out, "x-forwarded-host: ");
      out.writeCharSequence(request.authority(), StandardCharsets.ISO_8859_1);
      out.writeShort(Octets.CR << 8 | Octets.LF);
    }
  }

  private boolean isToBeSet(Fields fields, FieldName name) {
    return policy == ForwardedPolicy.REPLACE || fields.find(name) < 0;
  }
}
