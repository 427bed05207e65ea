package diy.mesh.tests.server;

import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** The requests that are being answered. At its end a server goes on until no more of them come. */
final class Work {

  private int underWay;
  private long restingSince;

  synchronized void begin() {
    underWay++;
  }

  synchronized void end() {
    underWay--;
    restingSince = System.nanoTime();
    notifyAll();
  }

  /** Returns when nothing came for so long, or after the most it may take. */
  synchronized void awaitRest(Duration quiet, Duration most) {
    long now = System.nanoTime();
    long deadline = now + most.toNanos();
    restingSince = now;
    try {
      while (now < deadline && (underWay > 0 || now - restingSince < quiet.toNanos())) {
        TimeUnit.NANOSECONDS.timedWait(this, Math.min(quiet.toNanos(), deadline - now));
        now = System.nanoTime();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
