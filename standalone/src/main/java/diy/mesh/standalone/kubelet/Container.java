package diy.mesh.standalone.kubelet;

import diy.mesh.standalone.kubelet.Health.End;
import diy.mesh.standalone.pod.ContainerSpec;
import diy.mesh.standalone.pod.Launch;
import diy.mesh.standalone.pod.PodSpec.RestartPolicy;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * One container: a process that is started again when it ends, until it is told to stop.
 *
 * <p>A thread of its own keeps it; everything else may be called from any thread.
 */
final class Container {

  private final ContainerSpec spec;
  private final Launch launch;
  private final RestartPolicy policy;
  private final Surroundings surroundings;
  private final ContainerLog log;
  private final Runnable changed;
  private final Backoff backoff = new Backoff();
  private final Thread keeper;

  // Guarded by this.
  private Health health = Health.WAITING;
  private @Nullable Process process;
  private boolean stopping;

  /**
   * A container that does not run yet.
   *
   * @param policy whether it starts again after its end
   * @param changed called after every change of its health, from any thread
   */
  Container(
      ContainerSpec spec,
      Launch launch,
      RestartPolicy policy,
      Surroundings surroundings,
      Runnable changed) {
    this.spec = spec;
    this.launch = launch;
    this.policy = policy;
    this.surroundings = surroundings;
    this.log =
        new ContainerLog(
            surroundings.logs().resolve(spec.name() + ".log"), surroundings.logLimit());
    this.changed = changed;
    this.keeper =
        Thread.ofPlatform().daemon().name("container " + spec.name()).unstarted(this::keep);
  }

  String name() {
    return spec.name();
  }

  synchronized Health health() {
    return health;
  }

  void start() {
    keeper.start();
  }

  /** Waits until those after it may start: a sidecar has started, another one has ended. */
  synchronized Health awaitTurnOver() throws InterruptedException {
    while (health.end() == End.NOT_YET && !(spec.sidecar() && health.started()) && !stopping) {
      wait();
    }
    return health;
  }

  /** Asks it to end; it does not start again. Returns at once. */
  synchronized void terminate() {
    stopping = true;
    notifyAll();
    if (process != null) {
      end(process);
    }
  }

  /** Waits for its end after {@link #terminate}, and kills it when it takes longer. */
  void awaitEnd(Duration grace) throws InterruptedException {
    if (!keeper.isAlive() || keeper.join(grace)) {
      return;
    }
    synchronized (this) {
      if (process != null) {
        var _ = kill(process);
      }
    }
    keeper.join();
  }

  /** By its handle: a Process would close its output, too, and what it says at the end be lost. */
  private static void end(Process process) {
    boolean _ = process.toHandle().destroy();
  }

  private static Process kill(Process process) {
    boolean _ = process.toHandle().destroyForcibly();
    return process;
  }

  private void keep() {
    try {
      boolean again = true;
      while (again) {
        Instant begin = surroundings.clock().instant();
        int exit = runOnce();
        closeDoor();
        again = followUp(exit, Duration.between(begin, surroundings.clock().instant()));
      }
    } catch (InterruptedException e) {
      throw new AssertionError("nobody interrupts a container's keeper", e);
    }
  }

  /** A process from start to end; its exit value. */
  private int runOnce() throws InterruptedException {
    Process started;
    try {
      synchronized (this) {
        if (stopping) {
          return 0;
        }
        started = spawn();
        process = started;
      }
    } catch (IOException e) {
      report(Health.between("cannot start: " + e.getMessage()));
      return -1;
    }
    var probes = spec.probes();
    report(Health.STARTING);
    if (probes.startup() == null) {
      report(health().startedNow());
    }
    if (probes.startup() == null && probes.liveness() == null && probes.readiness() == null) {
      report(health().readyNow(true, ""));
      return started.waitFor();
    }
    var check =
        new ProbeCheck(
            surroundings.address(),
            words -> surroundings.sandbox().wordsBeside(started.pid(), spec, words));
    try (var _ =
        Probing.start(
            surroundings.node(), probes, check, surroundings.clock(), listener(started))) {
      return started.waitFor();
    }
  }

  private void closeDoor() {
    try {
      Doorway.close(surroundings.logs(), spec.name());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Process spawn() throws IOException {
    var builder = new ProcessBuilder(surroundings.sandbox().words(spec, launch.words()));
    builder.environment().clear();
    builder.environment().putAll(launch.environment());
    var directory = Path.of(spec.workingDirectory());
    if (!Files.isDirectory(directory)) {
      throw new IOException("workingDir: %s (expected: a directory)".formatted(directory));
    }
    var started =
        builder
            .directory(directory.toFile())
            .redirectInput(Redirect.from(Path.of("/dev/null").toFile()))
            .redirectErrorStream(true)
            .start();
    try {
      log.follow(started.getInputStream());
      var words = surroundings.sandbox().wordsBeside(started.pid(), spec, List.of());
      new Doorway(words, launch.environment()).open(surroundings.logs(), spec.name());
    } catch (IOException e) {
      var _ = kill(started);
      throw e;
    }
    return started;
  }

  /** Decides after an end, and waits before the next start. */
  private synchronized boolean followUp(int exit, Duration ran) throws InterruptedException {
    process = null;
    if (stopping) {
      set(Health.ended(exit == 0, "stopped"));
      return false;
    }
    String why =
        exit < 0 ? health.message() : "ended with exit %d; its log: %s".formatted(exit, log.file());
    boolean again =
        switch (policy) {
          case ALWAYS -> true;
          case ON_FAILURE -> exit != 0;
          case NEVER -> false;
        };
    set(again ? Health.between(why) : Health.ended(exit == 0, exit == 0 ? "" : why));
    if (again) {
      pause(backoff.after(ran));
    }
    return again && !stopping;
  }

  private synchronized void pause(Duration wait) throws InterruptedException {
    long end = System.nanoTime() + wait.toNanos();
    while (!stopping && end - System.nanoTime() > 0) {
      TimeUnit.NANOSECONDS.timedWait(this, end - System.nanoTime());
    }
  }

  private Probing.Listener listener(Process probed) {
    return new Probing.Listener() {
      @Override
      public void started() {
        reportOf(probed, health().startedNow());
      }

      @Override
      public void ready(boolean ready, String why) {
        reportOf(probed, health().readyNow(ready, why));
      }

      @Override
      public void failed(String why) {
        reportOf(probed, Health.between(why));
        end(probed);
        // What does not end now is stuck: that is why it is ended.
        probed.onExit().orTimeout(1, TimeUnit.SECONDS).exceptionally(_ -> kill(probed));
      }
    };
  }

  /** An answer of a process that is gone already says nothing about the one after it. */
  private synchronized void reportOf(Process probed, Health next) {
    if (probed.equals(process)) {
      report(next);
    }
  }

  private synchronized void report(Health next) {
    if (health.end() == End.NOT_YET) {
      set(next);
    }
  }

  private synchronized void set(Health next) {
    if (!health.equals(next)) {
      health = next;
      notifyAll();
      changed.run();
    }
  }
}
