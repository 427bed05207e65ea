package diy.mesh.dataplane.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TraceParentTest {

  private static final String TRACE = "4bf92f3577b34da6a3ce929d0e0e4736";
  private static final String PARENT = "00f067aa0ba902b7";

  @ParameterizedTest
  @ValueSource(
      strings = {
        "00-" + TRACE + "-" + PARENT + "-00",
        "00-" + TRACE + "-" + PARENT + "-01",
        "00-" + TRACE + "-" + PARENT + "-ff",
        "cc-" + TRACE + "-" + PARENT + "-01",
        "cc-" + TRACE + "-" + PARENT + "-01-what-the-future-brings",
        "00-00000000000000000000000000000001-0000000000000001-00",
      })
  void what_names_a_trace_and_a_parent_is_valid(String value) {
    assertThat(isValid(value)).isTrue();
    assertThat(TraceParent.traceId(value)).isEqualTo(value.substring(3, 35));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "00",
        "ff-" + TRACE + "-" + PARENT + "-01",
        "0-" + TRACE + "-" + PARENT + "-01",
        "0g-" + TRACE + "-" + PARENT + "-01",
        "00-00000000000000000000000000000000-" + PARENT + "-01",
        "00-" + TRACE + "-0000000000000000-01",
        "00-" + TRACE + "-" + PARENT + "-01-more",
        "00-" + TRACE + "-" + PARENT + "-1",
        "00-" + TRACE + "-" + PARENT + "-0x",
        "cc-" + TRACE + "-" + PARENT + "-01.more",
        "00-4BF92F3577B34DA6A3CE929D0E0E4736-" + PARENT + "-01",
        "00-" + TRACE + "-00F067AA0BA902B7-01",
        "00_" + TRACE + "-" + PARENT + "-01",
        "00-" + TRACE + "_" + PARENT + "-01",
        "00-" + TRACE + "-" + PARENT + "_01",
        "00-" + TRACE + "0-" + PARENT + "-01",
      })
  void what_names_none_is_not(String value) {
    assertThat(isValid(value)).isFalse();
  }

  private static boolean isValid(String value) {
    byte[] bytes = ("<" + value + ">").getBytes(StandardCharsets.ISO_8859_1);
    return TraceParent.isValid(bytes, 1, bytes.length - 1);
  }
}
