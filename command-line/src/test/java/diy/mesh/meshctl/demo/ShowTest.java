package diy.mesh.meshctl.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import diy.mesh.meshctl.terminal.Failure;
import diy.mesh.meshctl.terminal.Terminal;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class ShowTest {

  private static final long UNHURRIED = 1_000_000;

  private final ByteArrayOutputStream shown = new ByteArrayOutputStream();
  private final Screen screen =
      new Screen(
          Terminal.plain(new PrintStream(shown, true, StandardCharsets.UTF_8)),
          InstantSource.system());

  @Test
  void traffic_follows_the_splits_without_a_request_too_many() throws Exception {
    var stage = new FakeStage();

    var ledger = new Show(stage, screen).play(3_000, UNHURRIED);

    assertThat(stage.splits).containsExactlyElementsOf(Show.SPLITS);
    assertThat(ledger.phases())
        .allSatisfy(phase -> assertThat(phase.answered()).isBetween(900L, 1_100L));
    assertThat(ledger.phases()).extracting(PhaseCount::answered).satisfies(ShowTest::sumTo3000);
    assertThat(ledger.phases().getLast().answersOf(Split.STABLE)).isZero();
    assertThat(ledger.failed()).isZero();
  }

  @Test
  void the_end_of_every_phase_is_shown() throws Exception {
    var _ = new Show(new FakeStage(), screen).play(300, UNHURRIED);

    assertThat(shown.toString(StandardCharsets.UTF_8))
        .contains("90/10  app-b ", "50/50  app-b ", "0/100  app-b 0 (0.0 %)   app-b2 ");
  }

  @Test
  void a_request_without_an_answer_is_counted_as_failed() throws Exception {
    var stage = new FakeStage();
    stage.failures = 7;

    var ledger = new Show(stage, screen).play(300, UNHURRIED);

    assertThat(ledger.failed()).isEqualTo(7);
  }

  @Test
  void nobody_to_send_is_a_failure_that_says_why() {
    var stage = new FakeStage();
    stage.closed = true;

    assertThatThrownBy(() -> new Show(stage, screen).play(300, UNHURRIED))
        .isInstanceOf(Failure.class)
        .hasMessage("the demo's traffic ended early: the stage is closed");
  }

  private static void sumTo3000(List<? extends Long> counts) {
    assertThat(counts.stream().mapToLong(Long::longValue).sum()).isEqualTo(3_000);
  }

  /** Answers as the last split says; what it takes to be so is up to the threads. */
  private static final class FakeStage implements Stage {

    private final List<Split> splits = new ArrayList<>();
    private final AtomicLong calls = new AtomicLong();
    private volatile Split split = new Split(1, 0);
    private int failures;
    private boolean closed;

    @Override
    public Duration splitBy(Split next) {
      splits.add(next);
      split = next;
      return Duration.ofMillis(1);
    }

    @Override
    public Traffic.Caller open() throws IOException {
      if (closed) {
        throw new IOException("the stage is closed");
      }
      return new Traffic.Caller() {
        @Override
        public String call() throws IOException {
          long call = calls.getAndIncrement();
          if (call < failures) {
            throw new IOException("no answer");
          }
          return call % 100 < split.stable() ? Split.STABLE : Split.CANARY;
        }

        @Override
        public void close() {}
      };
    }
  }
}
