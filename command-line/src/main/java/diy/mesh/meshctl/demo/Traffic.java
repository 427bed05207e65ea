package diy.mesh.meshctl.demo;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Sends requests from a few threads, each one after the other on a connection of its own, as the
 * {@link Ledger} allots them. Its methods are for any thread.
 */
final class Traffic implements AutoCloseable {

  /** One worker's way to app-a. Opened, used and closed on one thread. */
  interface Caller extends AutoCloseable {

    /**
     * Sends one request and waits for its answer.
     *
     * @return which backend served it, {@link Split#STABLE} or {@link Split#CANARY}
     * @throws IOException if there was no good answer
     */
    String call() throws IOException;

    @Override
    void close() throws IOException;
  }

  /** Makes callers, on the thread that uses them. */
  interface Callers {
    Caller open() throws IOException;
  }

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition moved = lock.newCondition();
  private final Ledger ledger;
  private final Pace pace;
  private final List<Thread> workers = new ArrayList<>();
  private int working;
  private String firstFailure = "";

  private Traffic(Ledger ledger, Pace pace) {
    this.ledger = ledger;
    this.pace = pace;
  }

  /** Starts sending. */
  static Traffic start(
      Ledger ledger, Pace pace, int workers, Callers callers, ThreadFactory threads) {
    var traffic = new Traffic(ledger, pace);
    traffic.working = workers;
    for (int i = 0; i < workers; i++) {
      var worker = threads.newThread(() -> traffic.work(callers));
      traffic.workers.add(worker);
      worker.start();
    }
    return traffic;
  }

  /**
   * Waits until a new split is to be written.
   *
   * @return which; empty when all workers have ended
   */
  Optional<Split> awaitNextSplit() throws InterruptedException {
    lock.lock();
    try {
      while (working > 0 && !ledger.changeDue()) {
        moved.await();
      }
      return working > 0 ? Optional.of(ledger.nextSplit()) : Optional.empty();
    } finally {
      lock.unlock();
    }
  }

  /** See {@link Ledger#changed}. */
  void changed(Duration convergence) {
    lock.lock();
    try {
      ledger.changed(convergence);
      moved.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** Looks at the ledger while nobody writes into it. */
  void look(Consumer<Ledger> glance) {
    lock.lock();
    try {
      glance.accept(ledger);
    } finally {
      lock.unlock();
    }
  }

  /** Why the first request failed; empty while none did. */
  String firstFailure() {
    lock.lock();
    try {
      return firstFailure;
    } finally {
      lock.unlock();
    }
  }

  /** Ends the workers, whatever is left to send. */
  @Override
  public void close() {
    workers.forEach(Thread::interrupt);
  }

  private void work(Callers callers) {
    try (var caller = callers.open()) {
      for (var phase = nextTurn(); phase != null; phase = nextTurn()) {
        send(caller, phase);
      }
    } catch (IOException e) {
      explain(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      ended();
    }
  }

  /** Waits for a place and a turn; null when everything is sent. */
  private @Nullable PhaseCount nextTurn() throws InterruptedException {
    lock.lockInterruptibly();
    try {
      for (long wait = pace.take(System.nanoTime()); wait > 0; ) {
        wait = moved.awaitNanos(wait);
      }
      while (true) {
        switch (ledger.next()) {
          case SEND -> {
            if (ledger.changeDue()) {
              moved.signalAll();
            }
            return ledger.current();
          }
          case WAIT -> moved.await();
          case STOP -> {
            return null;
          }
        }
      }
    } finally {
      lock.unlock();
    }
  }

  private void send(Caller caller, PhaseCount phase) {
    long start = System.nanoTime();
    try {
      var backend = caller.call();
      var latency = Duration.ofNanos(System.nanoTime() - start);
      record(() -> phase.answered(backend, latency));
    } catch (IOException e) {
      explain(e);
      record(phase::missed);
    }
  }

  private void record(Runnable entry) {
    lock.lock();
    try {
      entry.run();
    } finally {
      lock.unlock();
    }
  }

  private void explain(IOException failure) {
    record(
        () -> {
          if (firstFailure.isEmpty()) {
            firstFailure = Objects.requireNonNullElse(failure.getMessage(), failure.toString());
          }
        });
  }

  private void ended() {
    lock.lock();
    try {
      working--;
      moved.signalAll();
    } finally {
      lock.unlock();
    }
  }
}
