package diy.mesh.meshctl.demo;

import diy.mesh.meshctl.terminal.Failure;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/** Moves a running {@link Stage} through its phases while traffic flows. */
final class Show {

  /** The demo's story: a little, half, everything. */
  static final List<Split> SPLITS =
      List.of(new Split(90, 10), new Split(50, 50), new Split(0, 100));

  private static final int WORKERS = 4;
  private static final int FRAME_MILLIS = 100;

  private final Stage stage;
  private final Screen screen;

  Show(Stage stage, Screen screen) {
    this.stage = stage;
    this.screen = screen;
  }

  /**
   * Sends all requests.
   *
   * @param perSecond at most so many in each second
   * @return what became of them
   * @throws Failure if a split did not take effect, or nobody could send
   */
  Ledger play(long requests, long perSecond) throws IOException, InterruptedException {
    var ledger = new Ledger(requests, SPLITS);
    ledger.current().converged(stage.splitBy(ledger.current().split()));
    var threads = Thread.ofPlatform().daemon().name("demo-", 0).factory();
    try (var frames = Executors.newSingleThreadScheduledExecutor(threads);
        var traffic = Traffic.start(ledger, new Pace(perSecond), WORKERS, stage, threads)) {
      var _ =
          frames.scheduleAtFixedRate(
              () -> traffic.look(screen::show), 0, FRAME_MILLIS, TimeUnit.MILLISECONDS);
      for (var next = traffic.awaitNextSplit(); next.isPresent(); next = traffic.awaitNextSplit()) {
        traffic.changed(stage.splitBy(next.get()));
      }
      frames.shutdownNow();
      if (!ledger.allSent()) {
        throw new Failure("the demo's traffic ended early: " + traffic.firstFailure());
      }
      traffic.look(screen::end);
      return ledger;
    }
  }
}
