package diy.mesh.dataplane.config;

import diy.mesh.model.service.Cidr;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Answers that hold for more than the address that was asked for, so that a pod which talks to the
 * world need not ask for each part of it. Read by all event loops, changed by the table's owner.
 */
final class NotOursBlocks {

  /** They are looked through one by one, for each connection to an address that is not held. */
  static final int MOST = 256;

  /**
   * One of them.
   *
   * @param asked has the block's version, and keeps the block for as long as itself
   * @param inside what connections to other addresses in the block get
   */
  record Block(Cidr range, HeldTarget asked, HeldTarget inside) {}

  private volatile List<Block> blocks = List.of();

  /** The block that an address lies in; null where it must be asked for. */
  @Nullable Block around(InetAddress address) {
    for (Block block : blocks) {
      if (block.range().contains(address)) {
        return block;
      }
    }
    return null;
  }

  /** Takes one in place of what the same answer gave before. */
  void put(Block block) {
    removeOf(block.asked());
    if (speaksForOthers(block) && blocks.size() < MOST) {
      var more = new ArrayList<>(blocks);
      more.add(block);
      blocks = List.copyOf(more);
    }
  }

  /**
   * A block of one address is said of one port of it: it may be the address of a Service that has
   * other ports.
   */
  private static boolean speaksForOthers(Block block) {
    InetAddress asked = block.asked().address().ip();
    return block.range().contains(asked) && !block.range().equals(Cidr.only(asked));
  }

  /** Forgets what this answer gave. */
  void removeOf(HeldTarget asked) {
    blocks = blocks.stream().filter(block -> block.asked() != asked).toList();
  }
}
