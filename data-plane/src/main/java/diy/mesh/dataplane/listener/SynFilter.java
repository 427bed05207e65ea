package diy.mesh.dataplane.listener;

import io.netty.channel.Channel;
import io.netty.channel.ChannelException;
import io.netty.channel.unix.RawUnixChannelOption;
import java.lang.foreign.MemorySegment;
import java.lang.ref.Reference;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * Makes a listening socket deaf to new connections: the kernel drops the segment that asks for one
 * (its SYN) as if it were lost on the way. Who asked repeats it after a second, and is then refused
 * or served by somebody else. Connections that are being made, or wait to be accepted, come
 * through.
 *
 * <p>It is a classic BPF program attached to the socket, see {@code socket(7)}; needs no privilege.
 */
final class SynFilter {

  /** {@code SOL_SOCKET}, {@code SO_ATTACH_FILTER}, a {@code struct sock_fprog}. */
  private static final RawUnixChannelOption ATTACH_FILTER =
      new RawUnixChannelOption("SO_ATTACH_FILTER", 1, 26, 16);

  /** Where the flags are in a TCP header (RFC 9293 section 3.1), and two of them. */
  private static final int FLAGS_AT = 13;

  private static final int SYN = 0x02;
  private static final int ACK = 0x10;

  private static final int LOAD_OCTET = 0x30;
  private static final int AND = 0x54;
  private static final int JUMP_IF_EQUAL = 0x15;
  private static final int RETURN = 0x06;

  private static final int INSTRUCTIONS = 5;

  private SynFilter() {}

  /**
   * From now on no connection begins. Where the kernel knows no filters nothing changes.
   *
   * @return whether it is so
   */
  static boolean attach(Channel listener) {
    ByteBuffer program = program();
    ByteBuffer header = ByteBuffer.allocateDirect(16).order(ByteOrder.nativeOrder());
    header.putShort(0, (short) INSTRUCTIONS);
    header.putLong(8, MemorySegment.ofBuffer(program).address());
    try {
      return listener.config().setOption(ATTACH_FILTER, header);
    } catch (ChannelException e) {
      return false;
    } finally {
      Reference.reachabilityFence(program);
    }
  }

  private static ByteBuffer program() {
    ByteBuffer program = ByteBuffer.allocateDirect(8 * INSTRUCTIONS).order(ByteOrder.nativeOrder());
    instruction(program, LOAD_OCTET, 0, FLAGS_AT);
    instruction(program, AND, 0, SYN | ACK);
    instruction(program, JUMP_IF_EQUAL, 1, SYN); // else on to the next
    instruction(program, RETURN, 0, -1); // all of the segment
    instruction(program, RETURN, 0, 0); // nothing of it
    return program.rewind();
  }

  /** A {@code struct sock_filter}; no jump of ours is one if the test fails. */
  private static void instruction(ByteBuffer program, int code, int jumpIfTrue, int operand) {
    program.putShort((short) code).put((byte) jumpIfTrue).put((byte) 0).putInt(operand);
  }
}
