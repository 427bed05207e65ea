package diy.mesh.dataplane.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class LineWriterTest {

  @Test
  void what_was_added_is_written_before_it_closes() {
    var out = new ByteArrayOutputStream();
    var writer = LineWriter.start(out, 1_024);
    var one = writer.newLane();
    var other = writer.newLane();

    for (int i = 0; i < 1_000; i++) {
      assertThat(one.add(text -> text.append("a\n"))).isTrue();
      assertThat(other.add(text -> text.append("b\n"))).isTrue();
    }
    writer.close();

    assertThat(out.toString(StandardCharsets.UTF_8).lines().filter("a"::equals)).hasSize(1_000);
    assertThat(out.toString(StandardCharsets.UTF_8).lines().filter("b"::equals)).hasSize(1_000);
    assertThat(writer.written()).isEqualTo(2_000);
  }

  @Test
  void a_line_is_written_though_no_other_follows() throws Exception {
    var line = new CountDownLatch(1);
    try (var writer = LineWriter.start(new CountingDown(line), 4)) {
      var lane = writer.newLane();

      lane.add(text -> text.append("a\n"));

      line.await();
    }
  }

  @Test
  void nobody_waits_for_an_output_that_takes_nothing() throws Exception {
    var reached = new CountDownLatch(1);
    var goOn = new CountDownLatch(1);
    var writer = LineWriter.start(new Stuck(reached, goOn), 2);
    var lane = writer.newLane();
    lane.add(text -> text.append("stuck\n"));
    reached.await();

    assertThat(lane.add(text -> text.append("waits\n"))).isTrue();
    assertThat(lane.add(text -> text.append("waits, too\n"))).isTrue();
    assertThat(lane.add(text -> text.append("dropped\n"))).isFalse();

    goOn.countDown();
    writer.close();
    assertThat(writer.written()).isEqualTo(3);
  }

  @Test
  void lines_that_the_output_refuses_are_counted() {
    var writer = LineWriter.start(new Refusing(), 2);
    var lane = writer.newLane();

    lane.add(text -> text.append("a\n"));
    writer.close();

    assertThat(writer.written()).isZero();
    assertThat(writer.unwritten()).isEqualTo(1);
  }

  private static final class CountingDown extends OutputStream {
    private final CountDownLatch latch;

    CountingDown(CountDownLatch latch) {
      this.latch = latch;
    }

    @Override
    public void write(int octet) {
      latch.countDown();
    }
  }

  private static final class Stuck extends OutputStream {
    private final CountDownLatch reached;
    private final CountDownLatch goOn;

    Stuck(CountDownLatch reached, CountDownLatch goOn) {
      this.reached = reached;
      this.goOn = goOn;
    }

    @Override
    public void write(int octet) throws IOException {
      reached.countDown();
      try {
        goOn.await();
      } catch (InterruptedException e) {
        throw new IOException(e);
      }
    }
  }

  private static final class Refusing extends OutputStream {
    @Override
    public void write(int octet) throws IOException {
      throw new IOException("nobody reads");
    }
  }
}
