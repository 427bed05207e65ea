package diy.mesh.dataplane.telemetry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Random;
import org.junit.jupiter.api.Test;

class LineBufferTest {

  @Test
  void numbers_are_written_in_digits() {
    var numbers = new Random(1).longs(10_000).toArray();

    for (long number : numbers) {
      long shorter = number >> (number & 63);
      assertThat(new LineBuffer().append(shorter)).hasToString(Long.toString(shorter));
    }
    assertThat(new LineBuffer().append(0).append(Long.MIN_VALUE)).hasToString("0" + Long.MIN_VALUE);
    assertThat(new LineBuffer().digits(7, 3).digits(1234, 2)).hasToString("00734");
  }

  @Test
  void each_time_is_its_own_whatever_came_before() {
    var buffer = new LineBuffer();
    for (String time :
        new String[] {
          "2026-01-02T03:04:05.006Z",
          "2026-01-02T03:04:05.999Z",
          "2026-01-02T03:04:06.000Z",
          "2026-01-02T03:04:05.001Z",
          "1969-12-31T23:59:59.750Z"
        }) {
      buffer.time(Instant.parse(time).toEpochMilli()).append(' ');
    }

    assertThat(buffer)
        .hasToString(
            "2026-01-02T03:04:05.006Z 2026-01-02T03:04:05.999Z 2026-01-02T03:04:06.000Z"
                + " 2026-01-02T03:04:05.001Z 1969-12-31T23:59:59.750Z ");
  }

  @Test
  void addresses_are_written_as_they_are_read() throws Exception {
    assertThat(new LineBuffer().address(InetAddress.ofLiteral("10.0.200.1"), 80))
        .hasToString("10.0.200.1:80");
    assertThat(new LineBuffer().address(InetAddress.ofLiteral("fd00::1"), 65_535))
        .hasToString("[fd00:0:0:0:0:0:0:1]:65535");
  }

  @Test
  void it_grows_and_is_empty_once_it_was_written() throws Exception {
    var buffer = new LineBuffer();
    var out = new ByteArrayOutputStream();
    for (int i = 0; i < 1_000; i++) {
      buffer.append("twelve signs");
    }

    assertThat(buffer.length()).isEqualTo(12_000);
    buffer.writeTo(out);

    assertThat(out.toString(StandardCharsets.US_ASCII)).isEqualTo("twelve signs".repeat(1_000));
    assertThat(buffer.length()).isZero();
  }

  @Test
  void what_could_not_be_written_is_not_written_twice() {
    var buffer = new LineBuffer().append("lost");
    var broken =
        new OutputStream() {
          @Override
          public void write(int octet) throws IOException {
            throw new IOException("broken pipe");
          }
        };

    assertThatThrownBy(() -> buffer.writeTo(broken)).hasMessage("broken pipe");

    assertThat(buffer.length()).isZero();
  }
}
