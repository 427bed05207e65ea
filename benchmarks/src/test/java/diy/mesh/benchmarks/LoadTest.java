package diy.mesh.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class LoadTest {

  private static final String WELL =
      """
      Running 2s test @ http://10.202.0.10/1k
        1 threads and 32 connections
        Thread Stats   Avg      Stdev     Max   +/- Stdev
          Latency   644.63us  401.12us   9.85ms   94.55%
          Req/Sec    51.73k     4.46k   57.92k    76.19%
        108006 requests in 2.10s, 131.84MB read
      Requests/sec:  51447.53
      Transfer/sec:     62.80MB
      """;

  @Test
  void a_window_that_went_well_has_its_requests_and_bytes() throws IOException {
    assertThat(Load.saturated(WELL))
        .isEqualTo(new Load.Answered(108_006, 0, Math.round(131.84 * (1 << 20))));
  }

  @Test
  void errors_of_every_kind_are_failures() throws IOException {
    String badly =
        """
          900 requests in 2.10s, 0.99KB read
          Socket errors: connect 1, read 2, write 4, timeout 8
          Non-2xx or 3xx responses: 16
        """;

    assertThat(Load.saturated(badly).failed()).isEqualTo(31);
  }

  @Test
  void who_tells_no_requests_is_not_believed() {
    assertThatExceptionOfType(IOException.class)
        .isThrownBy(() -> Load.saturated("unable to connect to 10.202.0.10:80"))
        .withMessageContaining("unable to connect");
  }

  @Test
  void a_latency_is_the_median_of_all_requests() throws IOException {
    var lines = Stream.of("1700000000000001\t200\t300", "2\t200\t100", "3\t200\t150");

    assertThat(Load.medianMicros(lines)).isEqualTo(150);
  }

  @Test
  void one_failed_request_spoils_a_latency() {
    assertThatExceptionOfType(IOException.class)
        .isThrownBy(() -> Load.medianMicros(Stream.of("1\t200\t300", "2\t503\t100")))
        .withMessageContaining("503");
  }
}
