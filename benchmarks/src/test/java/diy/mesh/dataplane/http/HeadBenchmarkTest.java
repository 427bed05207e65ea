package diy.mesh.dataplane.http;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What is timed does what it is timed for. */
class HeadBenchmarkTest {

  private final HeadBenchmark benchmark = new HeadBenchmark();

  @BeforeEach
  void fill() {
    benchmark.fill();
  }

  @AfterEach
  void release() {
    benchmark.release();
  }

  @Test
  void the_same_head_is_read_each_time() {
    for (int i = 0; i < 3; i++) {
      assertThat(benchmark.parse())
          .isInstanceOfSatisfying(
              RequestMessage.class,
              request -> {
                assertThat(request.target()).isEqualTo("/cart/items?id=7&page=2");
                assertThat(request.header("cache-control")).isEqualTo("no-cache");
              });
    }
  }

  @Test
  void a_whole_head_with_new_ids_is_written_each_time() {
    for (int i = 0; i < 3; i++) {
      benchmark.write();

      assertThat(benchmark.written())
          .startsWith("GET /cart/items?id=7&page=2 HTTP/1.1\r\nHost: app-b.demo.svc\r\n")
          .containsOnlyOnce("x-request-id: ")
          .containsOnlyOnce("traceparent: ")
          .endsWith("\r\n\r\n");
    }
  }
}
