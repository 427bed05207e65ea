package diy.mesh.dataplane.http;

import static org.assertj.core.api.Assertions.assertThat;

import diy.mesh.dataplane.loop.Patience;
import diy.mesh.dataplane.telemetry.Telemetry;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.channel.embedded.EmbeddedChannel;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class ClientOutputTest {

  private final EmbeddedChannel channel = new EmbeddedChannel();
  private final ClientOutput output =
      new ClientOutput(channel, new Telemetry(1).newCounters(), new ClientWait(Patience.DEFAULT));

  @Test
  void little_content_leaves_in_one_piece_with_its_head() {
    output.writeHead(head(7));
    output.write(bytes("content"));

    output.flush();

    assertThat(nextPiece()).isEqualTo("head content");
    assertThat(nextPiece()).isEmpty();
  }

  @Test
  void much_content_is_not_copied() {
    String much = "x".repeat(8_192);
    output.writeHead(head(much.length()));
    output.write(bytes(much));

    output.flush();

    assertThat(nextPiece()).isEqualTo("head ");
    assertThat(nextPiece()).isEqualTo(much);
  }

  @Test
  void what_comes_later_never_overtakes() {
    output.writeHead(head(1));
    output.flush();
    output.write(bytes("1"));
    output.writeHead(head(1));
    output.write(bytes("2"));

    output.flush();

    assertThat(nextPiece() + nextPiece() + nextPiece()).isEqualTo("head 1head 2");
  }

  @Test
  void what_was_not_flushed_is_no_leak() {
    ByteBuf head = head(1);
    output.writeHead(head);

    output.release();

    assertThat(head.refCnt()).isZero();
  }

  private ByteBuf head(long content) {
    return output.allocate(content).writeBytes("head ".getBytes(StandardCharsets.US_ASCII));
  }

  private ByteBuf bytes(String text) {
    return ByteBufUtil.writeAscii(channel.alloc(), text);
  }

  /** Empty where there is none. */
  private String nextPiece() {
    ByteBuf piece = channel.readOutbound();
    if (piece == null) {
      return "";
    }
    String text = piece.toString(StandardCharsets.US_ASCII);
    piece.release();
    return text;
  }
}
