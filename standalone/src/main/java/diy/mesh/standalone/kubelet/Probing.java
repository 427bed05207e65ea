package diy.mesh.standalone.kubelet;

import diy.mesh.standalone.network.NetworkNamespace;
import diy.mesh.standalone.pod.ContainerSpec.Probes;
import diy.mesh.standalone.pod.Probe;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Asks one run of a container for its health until it is closed: first whether it has started, then
 * whether it is ready and still alive.
 */
final class Probing implements AutoCloseable {

  /** What the answers lead to. Called on the probing thread. */
  interface Listener {
    void started();

    void ready(boolean ready, String why);

    /** It has to be ended, and started again. */
    void failed(String why);
  }

  /** While a container starts it is asked this often, whatever its period: people wait for it. */
  private static final Duration STARTING = Duration.ofMillis(50);

  private final String node;
  private final Probes probes;
  private final ProbeCheck check;
  private final InstantSource clock;
  private final Listener listener;
  private final Instant start;
  private final Thread thread;

  private Probing(
      String node, Probes probes, ProbeCheck check, InstantSource clock, Listener listener) {
    this.node = node;
    this.probes = probes;
    this.check = check;
    this.clock = clock;
    this.listener = listener;
    this.start = clock.instant();
    this.thread = Thread.ofPlatform().daemon().name("probing " + check.pod()).unstarted(this::run);
  }

  /**
   * Starts to ask, on a thread of its own.
   *
   * @param node the node's network namespace, from which a pod is asked
   */
  static Probing start(
      String node, Probes probes, ProbeCheck check, InstantSource clock, Listener listener) {
    var probing = new Probing(node, probes, check, clock, listener);
    probing.thread.start();
    return probing;
  }

  /** Stops asking; an answer that is on its way may still arrive. */
  @Override
  public void close() {
    thread.interrupt();
  }

  private void run() {
    try {
      NetworkNamespace.enter(node);
      if (hasStarted(probes.startup())) {
        listener.started();
        watch();
      }
    } catch (IOException e) {
      listener.failed("cannot be probed: " + e.getMessage());
    } catch (InterruptedException _) {
      // Closed: nobody wants to know any more.
    }
  }

  private boolean hasStarted(@Nullable Probe startup) throws InterruptedException {
    if (startup == null) {
      return true;
    }
    var allowed = startup.period().multipliedBy(startup.failureThreshold());
    var deadline = start.plus(startup.initialDelay()).plus(allowed);
    pauseUntil(start.plus(startup.initialDelay()));
    while (true) {
      String wrong = check.ask(startup);
      if (wrong.isEmpty()) {
        return true;
      }
      if (clock.instant().isAfter(deadline)) {
        listener.failed("did not start within %ds: %s".formatted(allowed.toSeconds(), wrong));
        return false;
      }
      pauseUntil(clock.instant().plus(STARTING));
    }
  }

  private void watch() throws InterruptedException {
    var readiness = Question.of(probes.readiness(), false, start);
    var liveness = Question.of(probes.liveness(), true, start);
    if (readiness == null) {
      listener.ready(true, "");
    }
    while (readiness != null || liveness != null) {
      var next = earlier(readiness, liveness);
      pauseUntil(next.due);
      String wrong = check.ask(next.probe);
      boolean changed = next.tally.count(wrong.isEmpty());
      if (next == liveness && changed) {
        listener.failed("not alive: " + wrong);
        return;
      }
      if (next == readiness && (changed || !wrong.isEmpty())) {
        listener.ready(next.tally.passing(), wrong);
      }
      next.seen |= next.tally.passing();
      next.due = clock.instant().plus(next.seen ? next.probe.period() : STARTING);
    }
  }

  private static Question earlier(@Nullable Question one, @Nullable Question other) {
    if (one == null || other == null) {
      return one == null ? Objects.requireNonNull(other) : one;
    }
    return other.due.isBefore(one.due) ? other : one;
  }

  private void pauseUntil(Instant instant) throws InterruptedException {
    var pause = Duration.between(clock.instant(), instant);
    if (pause.isPositive()) {
      Thread.sleep(pause);
    } else if (Thread.interrupted()) {
      throw new InterruptedException();
    }
  }

  /** A probe with its answers so far, and when to ask next. */
  private static final class Question {
    private final Probe probe;
    private final ProbeTally tally;
    private Instant due;

    /** Whether it ever passed: from then on its own period is soon enough. */
    private boolean seen;

    private Question(Probe probe, boolean passing, Instant start) {
      this.probe = probe;
      this.tally = new ProbeTally(probe, passing);
      this.due = start.plus(probe.initialDelay());
      this.seen = passing;
    }

    static @Nullable Question of(@Nullable Probe probe, boolean passing, Instant start) {
      return probe == null ? null : new Question(probe, passing, start);
    }
  }
}
