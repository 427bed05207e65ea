package diy.mesh.dataplane.loop;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.UnpooledByteBufAllocator;
import io.netty.channel.RecvByteBufAllocator.ExtendedHandle;
import io.netty.channel.embedded.EmbeddedChannel;
import org.junit.jupiter.api.Test;

class ReadSizesTest {

  private static final int PLENTY = 1_000;

  private long used;
  private final ExtendedHandle connection = new ReadSizes(() -> used, PLENTY).newHandle();

  @Test
  void who_sends_little_is_read_in_little_pieces() {
    assertThat(sizeAfterReadsOf(100)).isLessThan(1_024);
  }

  @Test
  void who_fills_each_piece_is_read_in_large_ones() {
    assertThat(sizeAfterReadsOf(Integer.MAX_VALUE)).isEqualTo(ReadSizes.MOST);
  }

  @Test
  void nobody_is_read_in_large_pieces_while_memory_is_short() {
    used = PLENTY;

    assertThat(sizeAfterReadsOf(Integer.MAX_VALUE)).isEqualTo(ReadSizes.USUAL_MOST);
  }

  @Test
  void large_pieces_end_when_memory_becomes_short() {
    sizeAfterReadsOf(Integer.MAX_VALUE);
    used = PLENTY;

    assertThat(sizeAfterReadsOf(Integer.MAX_VALUE)).isEqualTo(ReadSizes.USUAL_MOST);
  }

  private int sizeAfterReadsOf(int bytes) {
    int size = 0;
    for (int read = 0; read < 20; read++) {
      connection.reset(new EmbeddedChannel().config());
      var buffer = connection.allocate(UnpooledByteBufAllocator.DEFAULT);
      size = buffer.writableBytes();
      buffer.release();
      connection.attemptedBytesRead(size);
      connection.lastBytesRead(Math.min(size, bytes));
      connection.readComplete();
    }
    return size;
  }
}
