package diy.mesh.dataplane.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class RingTest {

  @Test
  void it_holds_as_many_as_there_is_room_for_and_no_more() {
    var ring = new Ring<String>(4);
    for (int round = 0; round < 3; round++) {
      for (int i = 0; i < 4; i++) {
        assertThat(ring.offer("item" + i)).isTrue();
      }

      assertThat(ring.offer("more")).isFalse();

      for (int i = 0; i < 4; i++) {
        assertThat(ring.isEmpty()).isFalse();
        assertThat(ring.poll()).isEqualTo("item" + i);
      }
      assertThat(ring.poll()).isNull();
      assertThat(ring.isEmpty()).isTrue();
    }
  }

  @Test
  void all_that_one_thread_adds_the_other_takes_in_order() throws Exception {
    var ring = new Ring<Integer>(8);
    int items = 200_000;
    var adding =
        Thread.ofPlatform()
            .start(
                () -> {
                  for (int i = 0; i < items; i++) {
                    while (!ring.offer(i)) {
                      Thread.onSpinWait();
                    }
                  }
                });

    for (int expected = 0; expected < items; ) {
      Integer item = ring.poll();
      if (item != null) {
        assertThat(item).isEqualTo(expected);
        expected++;
      }
    }

    adding.join();
    assertThat(ring.isEmpty()).isTrue();
  }
}
