package diy.mesh.dataplane.log;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.slf4j.LoggerFactory;

@Timeout(30)
class OwnLoggerTest {

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ErrorLines lines =
      ErrorLines.start(new PrintStream(out, false, StandardCharsets.UTF_8));
  private final LevelSwitch level = new LevelSwitch();
  private final OwnLogger logger = new OwnLogger("diy.mesh.Thing", level, lines);

  @Test
  void it_is_the_one_that_slf4j_finds() {
    assertThat(LoggerFactory.getLogger("any")).isInstanceOf(OwnLogger.class);
  }

  @Test
  void a_line_says_when_how_grave_who_and_what() throws Exception {
    logger.warn("{} of {}", 1, "two");

    assertThat(read())
        .singleElement()
        .asString()
        .matches("\\d{4}-\\d\\d-\\d\\d \\d\\d:\\d\\d:\\d\\d\\.\\d{3} WARN  Thing: 1 of two");
  }

  @Test
  void a_cause_is_shown_with_its_frames() throws Exception {
    logger.error("it failed", new IllegalStateException("since it had to"));

    assertThat(read())
        .contains("java.lang.IllegalStateException: since it had to")
        .anyMatch(line -> line.contains("OwnLoggerTest"));
  }

  @Test
  void the_level_decides_from_now_on_until_it_is_reset() throws Exception {
    level.begin(LogLevel.WARN);
    logger.info("no");
    level.set(LogLevel.DEBUG);
    logger.debug("yes");
    logger.trace("no");
    level.set(LogLevel.OFF);
    logger.error("no");
    level.reset();
    logger.info("no");
    logger.warn("yes, again");

    assertThat(read()).hasSize(2).allMatch(line -> line.contains("Thing: yes"));
  }

  @Test
  void nobody_waits_for_an_output_that_takes_nothing() throws Exception {
    var goOn = new CountDownLatch(1);
    lines.run(() -> awaitUninterrupted(goOn));
    for (int i = 0; i < 2_000; i++) {
      logger.info("line {}", i);
    }

    assertThat(out.size()).isZero();

    goOn.countDown();
    assertThat(read()).hasSizeBetween(1_023, 1_025);
    logger.info("the next one");
    assertThat(read())
        .anyMatch(line -> line.endsWith("lines lost here: nobody took them in time)"));
  }

  private static void awaitUninterrupted(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  private List<String> read() throws InterruptedException {
    lines.flush(Duration.ofSeconds(10));
    return out.toString(StandardCharsets.UTF_8).lines().toList();
  }
}
