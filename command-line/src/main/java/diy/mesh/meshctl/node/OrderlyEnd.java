package diy.mesh.meshctl.node;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Lets Ctrl-C and SIGTERM end a thread's work early, and gives it the time to clean up: the thread
 * is interrupted, and the process lives on until this is closed.
 */
public final class OrderlyEnd implements AutoCloseable {

  private static final Duration TIME_TO_CLEAN_UP = Duration.ofSeconds(30);

  private final CountDownLatch cleanedUp = new CountDownLatch(1);

  private OrderlyEnd() {}

  /** For the calling thread. */
  public static OrderlyEnd ofThisThread() {
    var end = new OrderlyEnd();
    var worker = Thread.currentThread();
    Runtime.getRuntime().addShutdownHook(new Thread(() -> end.interrupt(worker), "orderly-end"));
    return end;
  }

  private void interrupt(Thread worker) {
    if (cleanedUp.getCount() == 0) {
      return;
    }
    worker.interrupt();
    try {
      boolean _ = cleanedUp.await(TIME_TO_CLEAN_UP.toSeconds(), TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() {
    cleanedUp.countDown();
  }
}
