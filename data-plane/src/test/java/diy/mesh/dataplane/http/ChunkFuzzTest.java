package diy.mesh.dataplane.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import com.code_intelligence.jazzer.mutation.annotation.NotNull;
import diy.mesh.dataplane.http.Body.Form;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;

/** Any bytes where a chunked body should be. */
class ChunkFuzzTest {

  private static final String HEAD =
      "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n";

  @MethodSource("seeds")
  @FuzzTest(maxDuration = "1h")
  void any_bytes_have_one_content(byte @NotNull [] bytes) {
    var dice = new Random(Arrays.hashCode(bytes));

    Reading atOnce = read(bytes, Form.CONTENT, new Random(0), bytes.length);
    Reading inPieces = read(bytes, Form.CONTENT, dice, 7);
    Reading passedOn = read(bytes, Form.AS_RECEIVED, dice, 7);

    assertThat(inPieces.complete()).isEqualTo(atOnce.complete());
    assertThat(passedOn.complete()).isEqualTo(atOnce.complete());
    if (atOnce.complete()) {
      assertThat(inPieces).isEqualTo(atOnce);
      assertThat(passedOn.taken()).isEqualTo(atOnce.taken());
      assertThat(passedOn.bytes()).isEqualTo(text(bytes).substring(0, atOnce.taken()));
      assertThat(content(passedOn.bytes())).isEqualTo(atOnce.bytes());
      assertThat(content(chunked(atOnce.bytes()))).isEqualTo(atOnce.bytes());
    } else {
      // What has gone on already is never more than we understood.
      assertThat(text(bytes)).startsWith(passedOn.bytes());
    }
    PassageLaws.check(join(HEAD.getBytes(StandardCharsets.ISO_8859_1), bytes));
  }

  static Stream<byte[]> seeds() {
    return Seeds.chunkedBodies();
  }

  /** What came of a body: its form's bytes, how many octets it took, whether it ended. */
  private record Reading(String bytes, int taken, boolean complete) {}

  private static Reading read(byte[] bytes, Form form, Random dice, int most) {
    var body = new Body.Chunked(form, Limits.DEFAULT);
    ByteBuf received = Unpooled.buffer();
    ByteBuf out = Unpooled.buffer();
    int fed = 0;
    try {
      while (fed < bytes.length && !body.isComplete()) {
        int piece = Math.min(bytes.length - fed, 1 + dice.nextInt(most));
        received.writeBytes(bytes, fed, piece);
        fed += piece;
        ByteBuf taken = body.take(received);
        if (taken != null) {
          out.writeBytes(taken);
          taken.release();
        }
      }
    } catch (Malformed _) {
      return new Reading(out.toString(StandardCharsets.ISO_8859_1), -1, false);
    }
    return new Reading(
        out.toString(StandardCharsets.ISO_8859_1),
        fed - received.readableBytes(),
        body.isComplete());
  }

  private static String content(String body) {
    Reading reading =
        read(
            body.getBytes(StandardCharsets.ISO_8859_1),
            Form.CONTENT,
            new Random(0),
            1 + body.length());
    assertThat(reading.complete()).isTrue();
    return reading.bytes();
  }

  private static String chunked(String content) {
    return content.isEmpty()
        ? "0\r\n\r\n"
        : Integer.toHexString(content.length()) + "\r\n" + content + "\r\n0\r\n\r\n";
  }

  private static String text(byte[] bytes) {
    return new String(bytes, StandardCharsets.ISO_8859_1);
  }

  private static byte[] join(byte[] head, byte[] body) {
    return ByteBufUtil.getBytes(Unpooled.wrappedBuffer(head, body));
  }
}
