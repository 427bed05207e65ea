package diy.mesh.dataplane.http;

import static org.assertj.core.api.Assertions.assertThat;

import diy.mesh.dataplane.http.RequestTable.Accepted;
import diy.mesh.dataplane.http.RequestTable.Refused;
import diy.mesh.dataplane.refuse.Refusal.Fault;
import java.nio.charset.StandardCharsets;
import java.util.EnumSet;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The table against the parser alone; {@code StrictnessTest} has it against the whole path. */
class RequestTableTest {

  private static final int SPLITS = 20;

  static Stream<Refused> refused() {
    return RequestTable.refused();
  }

  static Stream<Accepted> accepted() {
    return RequestTable.accepted();
  }

  @ParameterizedTest
  @MethodSource("refused")
  void what_could_be_read_in_two_ways_is_refused(Refused row) {
    for (long seed = 0; seed < SPLITS; seed++) {
      var passage = Passage.of(bytes(row.bytes()), new Random(seed));

      assertThat(passage.fault()).as("seed %d", seed).isEqualTo(row.fault());
      assertThat(passage.complete()).as("seed %d", seed).isZero();
    }
  }

  @ParameterizedTest
  @MethodSource("accepted")
  void what_the_rfc_allows_is_accepted(Accepted row) {
    for (long seed = 0; seed < SPLITS; seed++) {
      var passage = Passage.of(bytes(row.bytes()), new Random(seed));

      String forwarded = new String(passage.forwarded(), StandardCharsets.ISO_8859_1);
      int headEnd = forwarded.indexOf("\r\n\r\n");
      assertThat(passage.fault()).as("seed %d", seed).isNull();
      assertThat(passage.complete()).as("seed %d", seed).isEqualTo(1);
      assertThat(passage.waiting()).as("seed %d", seed).isZero();
      assertThat(forwarded.substring(headEnd + 4)).isEqualTo(row.body());
    }
  }

  @Test
  void every_fault_of_a_request_has_a_row() {
    Set<Fault> inTable =
        RequestTable.refused().map(Refused::fault).collect(Collectors.toUnmodifiableSet());

    assertThat(inTable)
        .isEqualTo(
            EnumSet.complementOf(
                EnumSet.of(
                    Fault.REQUEST_TIMEOUT,
                    Fault.CONNECT_NOT_ALLOWED,
                    Fault.BAD_PSEUDO_FIELD, // of HTTP/2 alone, as the next
                    Fault.CONNECTION_FIELD)));
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.ISO_8859_1);
  }
}
