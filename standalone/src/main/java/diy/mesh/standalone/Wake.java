package diy.mesh.standalone;

import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/** Says that something may have changed: any number of times before one look. From any thread. */
final class Wake implements Runnable {

  private final Semaphore news = new Semaphore(1);

  @Override
  public void run() {
    news.release();
  }

  /** Waits for news, for a bounded time; what came so far counts as one. */
  void await(Duration limit) throws InterruptedException {
    if (news.tryAcquire(limit.toMillis(), TimeUnit.MILLISECONDS)) {
      news.drainPermits();
    }
  }
}
