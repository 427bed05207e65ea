package diy.mesh.meshctl.demo;

import diy.mesh.meshctl.terminal.Terminal;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;

/**
 * Shows the counts while they grow: drawn over and over on a terminal, a line each second
 * elsewhere. Not safe for several threads.
 */
final class Screen {

  private static final Duration BETWEEN_LINES = Duration.ofSeconds(1);

  private final Terminal terminal;
  private final Picture picture;
  private final InstantSource clock;
  private @Nullable Instant firstSplit;
  private Instant nextLine = Instant.MIN;

  Screen(Terminal terminal, InstantSource clock) {
    this.terminal = terminal;
    this.picture = new Picture(terminal::paint);
    this.clock = clock;
  }

  /** Called often; shows what is worth it. */
  void show(Ledger ledger) {
    var now = clock.instant();
    if (ledger.phases().getFirst().answered() == 0) {
      return;
    }
    if (firstSplit == null) {
      firstSplit = now;
    }
    if (terminal.live()) {
      terminal.draw(picture.frame(ledger));
    } else if (!now.isBefore(nextLine)) {
      terminal.println(picture.line(ledger.current()));
      nextLine = now.plus(BETWEEN_LINES);
    }
  }

  /** Shows how it all ended. */
  void end(Ledger ledger) {
    if (terminal.live()) {
      terminal.draw(picture.frame(ledger));
    } else {
      ledger.phases().forEach(phase -> terminal.println(picture.line(phase)));
    }
  }

  /** When the first counts were shown; null before. */
  @Nullable Instant firstSplit() {
    return firstSplit;
  }
}
