package diy.mesh.dataplane.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ChunkScannerTest {

  private static final String BODY = "5\r\nhello\r\nA;x=\"y\"\r\n 123456789\r\n0\r\nSum: 7\r\n\r\n";

  @Test
  void the_end_and_the_content_are_found_however_the_bytes_arrive() throws Exception {
    for (long seed = 0; seed < 500; seed++) {
      var dice = new Random(seed);
      ByteBuf all = bytes(BODY + "GET / HTTP/1.1");
      ByteBuf content = Unpooled.buffer();
      var scanner = new ChunkScanner(Limits.DEFAULT);
      int taken = 0;
      while (!scanner.isComplete()) {
        int end = Math.min(all.capacity(), taken + 1 + dice.nextInt(9));
        taken += scanner.scan(all.slice(0, end), taken, content);
      }

      assertThat(taken).as("seed %d", seed).isEqualTo(BODY.length());
      assertThat(content.toString(StandardCharsets.US_ASCII)).isEqualTo("hello 123456789");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\r\n",
        "g\r\n",
        "-1\r\n",
        "0x5\r\n",
        " 5\r\nhello\r\n",
        "5 \r\nhello\r\n",
        "5\nhello\r\n",
        "5\r\nhelloX\r\n",
        "5\r\nhello\n0\r\n",
        "5;\u0000\r\n",
        "5;a\nhello",
        "1234567890abcdef\r\n",
        "0\r\nSum : 7\r\n\r\n",
        "0\r\n folded\r\n\r\n",
        "0\r\nContent-Length: 7\r\n\r\n",
        "0\r\nTransfer-Encoding: chunked\r\n\r\n"
      })
  void a_malformed_body_is_refused(String body) {
    ByteBuf received = bytes(body);

    assertThatThrownBy(() -> new ChunkScanner(Limits.DEFAULT).scan(received, 0, null))
        .isInstanceOf(Malformed.class);
  }

  @Test
  void a_body_that_never_ends_is_never_complete() throws Exception {
    var scanner = new ChunkScanner(Limits.DEFAULT);

    scanner.scan(bytes("5\r\nhello\r\n0\r\n"), 0, null);

    assertThat(scanner.isComplete()).isFalse();
  }

  private static ByteBuf bytes(String text) {
    return Unpooled.copiedBuffer(text, StandardCharsets.ISO_8859_1);
  }
}
