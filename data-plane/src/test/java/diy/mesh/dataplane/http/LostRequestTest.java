package diy.mesh.dataplane.http;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Every combination of what is known of a request whose connection ended. */
class LostRequestTest {

  private static final int COMBINATIONS = 1 << 6;

  @Test
  void a_request_is_sent_again_only_where_it_is_certain_to_do_no_harm() {
    for (int bits = 0; bits < COMBINATIONS; bits++) {
      var lost =
          new LostRequest(
              is(bits, 0), is(bits, 1), is(bits, 2), is(bits, 3), is(bits, 4), is(bits, 5));

      boolean again = lost.mayBeSentAgain();

      if (again) {
        assertThat(lost.kept()).as("a new connection's end says no: %s", lost).isTrue();
        assertThat(lost.answered()).as("an answer had begun: %s", lost).isFalse();
        assertThat(lost.held()).as("something of it is gone: %s", lost).isTrue();
        assertThat(!lost.written() || lost.idempotent()).as("twice is harm: %s", lost).isTrue();
      }
    }
  }

  @Test
  void a_get_is_sent_again_though_all_of_it_was_written() {
    assertThat(new LostRequest(true, false, true, true, true, true).mayBeSentAgain()).isTrue();
  }

  @Test
  void a_post_is_sent_again_where_no_byte_of_it_was_written() {
    assertThat(new LostRequest(true, false, false, false, true, true).mayBeSentAgain()).isTrue();
    assertThat(new LostRequest(true, false, true, false, true, true).mayBeSentAgain()).isFalse();
  }

  @Test
  void an_unwritten_request_need_not_have_come_whole() {
    assertThat(new LostRequest(true, false, false, false, true, false).mayBeSentAgain()).isTrue();
    assertThat(new LostRequest(true, false, true, true, true, false).mayBeSentAgain()).isFalse();
  }

  private static boolean is(int bits, int bit) {
    return (bits >> bit & 1) == 1;
  }
}
