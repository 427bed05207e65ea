package diy.mesh.dataplane.config;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Whether the pod may send traffic: the listeners are bound, and the control plane has answered or
 * had its time; so pods start while it is away. Any thread.
 */
public final class Readiness {

  /** How long a proxy that starts waits for the control plane. */
  private static final Duration PATIENCE = Duration.ofSeconds(2);

  private final Supplier<StreamStatus> stream;
  private final InstantSource clock;
  private final Instant patientUntil;
  private volatile String notListening = "the listeners are not bound";

  /** Not ready yet. */
  public Readiness(Supplier<StreamStatus> stream, InstantSource clock) {
    this.stream = stream;
    this.clock = clock;
    this.patientUntil = clock.instant().plus(PATIENCE);
  }

  /** To be called once all listeners are bound. */
  public void listening() {
    notListening = "";
  }

  /** To be called when the proxy begins to stop. */
  public void stopping() {
    notListening = "the proxy stops";
  }

  /** What is missing; empty when ready. */
  public Optional<String> missing() {
    String why = notListening;
    if (!why.isEmpty()) {
      return Optional.of(why);
    }
    StreamStatus status = stream.get();
    if (!status.welcomed() && clock.instant().isBefore(patientUntil)) {
      return Optional.of("waiting for the control plane: " + status.problem());
    }
    return Optional.empty();
  }
}
