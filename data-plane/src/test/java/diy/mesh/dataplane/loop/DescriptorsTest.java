package diy.mesh.dataplane.loop;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.ConnectException;
import org.junit.jupiter.api.Test;

class DescriptorsTest {

  @Test
  void the_soft_limit_is_read() {
    String limits =
        """
        Limit                     Soft Limit           Hard Limit           Units
        Max processes             95999                95999                processes
        Max open files            1024                 524288               files
        """;

    assertThat(Descriptors.limit(limits)).isEqualTo(1_024);
  }

  @Test
  void unlimited_is_a_lot() {
    assertThat(Descriptors.limit("Max open files  unlimited  unlimited  files\n"))
        .isEqualTo(Integer.MAX_VALUE);
  }

  @Test
  void a_file_that_says_nothing_stands_for_what_is_usual() {
    assertThat(Descriptors.limit("")).isEqualTo(1_024);
  }

  @Test
  void a_failure_for_want_of_descriptors_is_told_from_others() {
    var missing = new IllegalStateException(new IOException("Too many open files"));

    assertThat(Descriptors.areMissing(missing)).isTrue();
    assertThat(Descriptors.areMissing(new ConnectException("Connection refused"))).isFalse();
    assertThat(Descriptors.areMissing(null)).isFalse();
  }
}
