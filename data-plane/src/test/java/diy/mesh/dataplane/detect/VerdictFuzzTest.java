package diy.mesh.dataplane.detect;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import com.code_intelligence.jazzer.mutation.annotation.NotNull;
import diy.mesh.dataplane.http.RequestTable;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;

/** Any first bytes of a connection. */
class VerdictFuzzTest {

  /** All that a lenient server asks of a first line: three words, split at what it calls blank. */
  private static final Pattern LENIENT_REQUEST =
      Pattern.compile(
          "[\\s\\x1c-\\x1f\\x85\\xa0]*[\\w!#$%&'*+.^`|~-]+[\\t\\r"
              + "\\x0b\\x0c\\x1c-\\x20\\x85\\xa0]+[^\\s\\x1c-\\x1f\\x85\\xa0]+[\\t\\r"
              + "\\x0b\\x0c\\x1c-\\x20\\x85\\xa0]+HTTP/1[^\\n"
              + "]*\\n"
              + ".*",
          Pattern.DOTALL);

  @MethodSource("seeds")
  @FuzzTest(maxDuration = "1h")
  void more_bytes_never_change_a_verdict_and_no_request_is_relayed(byte @NotNull [] bytes) {
    Verdict last = Verdict.UNDECIDED;
    for (int end = 0; end <= bytes.length; end++) {
      Verdict now = verdict(bytes, end);
      if (last != Verdict.UNDECIDED) {
        assertThat(now).as("after %d bytes", end).isEqualTo(last);
      }
      last = now;
    }

    String text = new String(bytes, StandardCharsets.ISO_8859_1);
    if (LENIENT_REQUEST.matcher(text).matches()) {
      assertThat(last).isEqualTo(Verdict.HTTP);
    }
  }

  static Stream<byte[]> seeds() {
    return Stream.concat(
            Stream.concat(RequestTable.refused(), RequestTable.accepted())
                .map(row -> row.bytes().substring(0, Math.min(64, row.bytes().length()))),
            Stream.of(
                "\u0016\u0003\u0001",
                "*1\r\n$4\r\nPING\r\n",
                "PING\r\n",
                "GET\r/ HTTP/1.1\r\n",
                "\u0085GET\u00a0/ HTTP/1.1\n",
                "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"))
        .map(text -> text.getBytes(StandardCharsets.ISO_8859_1));
  }

  private static Verdict verdict(byte[] bytes, int end) {
    return Verdict.of(Unpooled.wrappedBuffer(Arrays.copyOf(bytes, end)));
  }
}
