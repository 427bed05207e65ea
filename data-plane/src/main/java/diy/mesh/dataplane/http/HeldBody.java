package diy.mesh.dataplane.http;

import io.netty.buffer.ByteBuf;
import java.util.ArrayList;
import java.util.List;

/**
 * The beginning of a request's body that went out on a kept connection, held until it is certain
 * that it need not be sent again. No more than came with one read: what comes later lets it go.
 */
final class HeldBody {

  private final List<ByteBuf> parts = new ArrayList<>(1);
  private boolean flushed;
  private boolean letGo;

  /** Holds a part beside whoever else has it. */
  void add(ByteBuf part) {
    if (flushed) {
      letGo();
    }
    if (!letGo) {
      parts.add(part.retainedDuplicate());
    }
  }

  /**
   * The first flush is over.
   *
   * @param needed whether the parts could still be sent again
   */
  void flushed(boolean needed) {
    flushed = true;
    if (!needed) {
      letGo();
    }
  }

  /** Whether nothing of the body is missing here that was ever added. */
  boolean isWhole() {
    return !letGo;
  }

  /** Gives up the parts: the caller owns them. */
  List<ByteBuf> take() {
    List<ByteBuf> taken = List.copyOf(parts);
    parts.clear();
    letGo = true;
    return taken;
  }

  /** They will not be sent again. */
  void letGo() {
    letGo = true;
    parts.forEach(ByteBuf::release);
    parts.clear();
  }
}
