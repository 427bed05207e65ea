package diy.mesh.dataplane.log;

import java.io.PrintStream;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Hands lines to a thread that writes them, so that nobody waits for whoever reads them. What finds
 * no room is lost, and the next line says how much that was.
 */
final class ErrorLines {

  private static final int ROOM = 1_024;

  private final PrintStream out;
  private final BlockingQueue<Runnable> waiting = new LinkedBlockingQueue<>(ROOM);
  private final AtomicInteger lost = new AtomicInteger();

  ErrorLines(PrintStream out) {
    this.out = out;
  }

  static ErrorLines start(PrintStream out) {
    var lines = new ErrorLines(out);
    Thread.ofPlatform().name("mesh-own-log").daemon().start(lines::runAll);
    return lines;
  }

  /** Adds lines that end in a line feed; any thread. */
  void add(String text) {
    run(() -> write(text));
  }

  /** Runs something on the thread that writes. */
  void run(Runnable task) {
    if (!waiting.offer(task)) {
      lost.incrementAndGet();
    }
  }

  /** Waits until all that was added before is written, or {@code most} is over. */
  void flush(Duration most) throws InterruptedException {
    var done = new CountDownLatch(1);
    if (waiting.offer(done::countDown, most.toMillis(), TimeUnit.MILLISECONDS)) {
      var _ = done.await(most.toMillis(), TimeUnit.MILLISECONDS);
    }
  }

  private void runAll() {
    try {
      while (true) {
        waiting.take().run();
      }
    } catch (InterruptedException _) {
      // Nobody interrupts it but the end of the process.
    }
  }

  private void write(String text) {
    int missing = lost.getAndSet(0);
    if (missing > 0) {
      out.printf("(%d lines lost here: nobody took them in time)%n", missing);
    }
    out.print(text);
    out.flush();
  }
}
