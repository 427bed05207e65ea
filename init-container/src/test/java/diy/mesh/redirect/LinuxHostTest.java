package diy.mesh.redirect;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class LinuxHostTest {

  private static final Duration AMPLE = Duration.ofSeconds(30);

  @Test
  void a_command_reads_its_input_and_answers_on_both_outputs() {
    var host = new LinuxHost(AMPLE);

    var ended = host.run(List.of("sh", "-c", "cat; echo no >&2; exit 4"), "hello");

    assertThat(ended).isEqualTo(new Host.Finished(4, "hello", "no"));
  }

  @Test
  void more_than_a_pipe_holds_passes_in_both_directions() {
    var host = new LinuxHost(AMPLE);
    String much = "-A PROXY_INBOUND -p tcp -m tcp --dport 22 -j RETURN\n".repeat(10_000);

    var ended = host.run(List.of("cat"), much);

    assertThat(ended).isEqualTo(new Host.Finished(0, much, ""));
  }

  @Test
  void a_command_that_does_not_read_its_input_ends_all_the_same() {
    var host = new LinuxHost(AMPLE);

    var ended = host.run(List.of("true"), "x".repeat(1_000_000));

    assertThat(ended).isEqualTo(new Host.Finished(0, "", ""));
  }

  @Test
  void a_command_that_does_not_exist_is_not_started() {
    var host = new LinuxHost(AMPLE);

    var ended = host.run(List.of("no-such-program"), "");

    assertThat(ended).isInstanceOf(Host.NotStarted.class);
  }

  @Test
  void a_command_that_hangs_is_ended() {
    var host = new LinuxHost(Duration.ofMillis(50));

    var ended = host.run(List.of("sleep", "600"), "");

    assertThat(ended).isInstanceOf(Host.TimedOut.class);
  }

  @Test
  void a_file_that_cannot_be_read_is_empty() {
    var host = new LinuxHost(AMPLE);

    assertThat(host.read("/proc/no-such-file")).isEmpty();
    assertThat(host.read("/proc/self/comm")).isPresent();
  }
}
