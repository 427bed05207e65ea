package diy.mesh.dataplane.loop;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.channel.AdaptiveRecvByteBufAllocator;
import io.netty.channel.RecvByteBufAllocator;
import io.netty.util.UncheckedBooleanSupplier;
import java.util.function.LongSupplier;

/**
 * How much is read at once: as much as came before, and more where that filled its buffer.
 *
 * <p>A read costs the same whatever it brings, so whoever sends a lot is read in large pieces, for
 * half the CPU time. But what a receiver does not take stays in memory: large pieces are read only
 * while there is plenty of it.
 */
final class ReadSizes implements RecvByteBufAllocator {

  private static final int LEAST = 64;
  private static final int FIRST = 2_048;

  /** The most while memory is short; twice that is hardly ever wanted but by bulk transfers. */
  static final int USUAL_MOST = 1 << 16;

  static final int MOST = 1 << 18;

  private final AdaptiveRecvByteBufAllocator sizes =
      new AdaptiveRecvByteBufAllocator(LEAST, FIRST, MOST);

  private final LongSupplier usedBytes;
  private final long plentyBytes;

  /**
   * Sizes for all connections.
   *
   * @param usedBytes how much memory the connections' buffers take; asked for each large read
   * @param plentyBytes up to how much of it large reads are allowed
   */
  ReadSizes(LongSupplier usedBytes, long plentyBytes) {
    this.usedBytes = usedBytes;
    this.plentyBytes = plentyBytes;
  }

  @Override
  public ExtendedHandle newHandle() {
    return new OfConnection((ExtendedHandle) sizes.newHandle());
  }

  private final class OfConnection extends DelegatingHandle implements ExtendedHandle {

    OfConnection(ExtendedHandle sizes) {
      super(sizes);
    }

    @Override
    public ByteBuf allocate(ByteBufAllocator allocator) {
      int wanted = guess();
      boolean isPlenty = wanted <= USUAL_MOST || usedBytes.getAsLong() < plentyBytes;
      return allocator.ioBuffer(isPlenty ? wanted : USUAL_MOST);
    }

    @Override
    public boolean continueReading(UncheckedBooleanSupplier maybeMoreData) {
      return ((ExtendedHandle) delegate()).continueReading(maybeMoreData);
    }
  }
}
