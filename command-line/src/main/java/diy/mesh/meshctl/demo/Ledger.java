package diy.mesh.meshctl.demo;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Which phase each request belongs to, and what became of it.
 *
 * <p>A phase gets an equal part of all requests. Before its part is used up the next split is
 * written, and until the last proxy holds it the requests go on counting for the old phase: a tenth
 * of a phase is kept back for them, and when that is used up too, requests wait. So traffic never
 * stops for long, and no request of a phase can have met the split of the phase before.
 *
 * <p>Law: what all phases counted, failures included, is the number of requests sent. Not safe for
 * several threads.
 */
final class Ledger {

  /** What to do with the next request. */
  enum Turn {
    SEND,
    /** Not before the next split is in effect. */
    WAIT,
    /** All are sent. */
    STOP
  }

  private static final int PARTS_KEPT_BACK = 10;

  private final long requests;
  private final List<PhaseCount> phases = new ArrayList<>();
  private int current;
  private long sent;

  /**
   * @param requests how many in all: at least one for each split
   * @param splits the phases, in order
   */
  Ledger(long requests, List<Split> splits) {
    if (requests < splits.size()) {
      throw new IllegalArgumentException(
          "requests: %d (expected: >= %d, one for each phase)".formatted(requests, splits.size()));
    }
    this.requests = requests;
    splits.forEach(split -> phases.add(new PhaseCount(split)));
  }

  /** Whether another request may go out now; if so it is taken as sent. */
  Turn next() {
    if (sent == requests) {
      return Turn.STOP;
    }
    if (sent == endOf(current)) {
      return Turn.WAIT;
    }
    sent++;
    return Turn.SEND;
  }

  /** The phase that a request sent now belongs to. */
  PhaseCount current() {
    return phases.get(current);
  }

  /** Whether it is time to write the next split. Never so in the last phase. */
  boolean changeDue() {
    long keptBack = requests / phases.size() / PARTS_KEPT_BACK;
    return current < phases.size() - 1 && sent >= endOf(current) - keptBack;
  }

  /** The split that comes after the current one. */
  Split nextSplit() {
    return phases.get(current + 1).split();
  }

  /**
   * The last proxy holds the next split: what is sent from now on belongs to it.
   *
   * @param convergence from the moment it was written
   */
  void changed(Duration convergence) {
    current++;
    current().converged(convergence);
  }

  /** How many in all. */
  long requests() {
    return requests;
  }

  boolean allSent() {
    return sent == requests;
  }

  List<PhaseCount> phases() {
    return List.copyOf(phases);
  }

  long failed() {
    return phases.stream().mapToLong(PhaseCount::failed).sum();
  }

  /** How many requests are sent when the phase is over, counted from the first phase on. */
  private long endOf(int phase) {
    return requests * (phase + 1) / phases.size();
  }
}
