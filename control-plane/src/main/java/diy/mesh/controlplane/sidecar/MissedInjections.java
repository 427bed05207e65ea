package diy.mesh.controlplane.sidecar;

import diy.mesh.model.workload.MissedSidecar;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Puts an event on each pod that has not got the sidecar it asked for: while the admission
 * controller is down pods are made without one, and nobody else would say so.
 */
public final class MissedInjections implements AutoCloseable {

  /** The pods of a cluster. */
  public interface Pods {

    /**
     * The labels of all namespaces, by name.
     *
     * @throws IOException if they cannot be read now
     */
    Map<String, Map<String, String>> namespaces() throws IOException;

    /**
     * Shows all pods that have not ended, a page of them in memory at a time.
     *
     * @throws IOException if they cannot be read now; some may have been shown
     */
    void each(Consumer<SeenPod> taker) throws IOException;

    /**
     * Puts an event on a pod, once: one that is there already stays as it is.
     *
     * @throws IOException if it cannot be written now
     */
    void warn(SeenPod pod, String reason, String message) throws IOException;
  }

  /** The events' reason. */
  static final String REASON = "MissedInjection";

  private static final Logger LOG = LoggerFactory.getLogger(MissedInjections.class);

  /** Pods outside of the mesh work; a minute more does no harm. */
  private static final Duration LOOK = Duration.ofMinutes(1);

  private static final Duration LOOK_FOR_LEAD = Duration.ofSeconds(2);

  /** As long as an API server keeps an event, if nobody set it otherwise. */
  private static final Duration EVENT_LIFE = Duration.ofHours(1);

  private final String meshNamespace;
  private final Pods pods;
  private final BooleanSupplier leads;
  private final InstantSource clock;
  private final Thread thread = new Thread(this::run, "missed-injections");
  private final CountDownLatch closed = new CountDownLatch(1);

  /** When each pod, by uid, was told. For one thread. */
  private final Map<String, Instant> told = new HashMap<>();

  /**
   * One that has not begun.
   *
   * @param meshNamespace whose pods are left alone
   * @param leads whether it is this control plane that tells
   */
  public MissedInjections(
      String meshNamespace, Pods pods, BooleanSupplier leads, InstantSource clock) {
    this.meshNamespace = meshNamespace;
    this.pods = pods;
    this.leads = leads;
    this.clock = clock;
  }

  public void start() {
    thread.setDaemon(true);
    thread.start();
  }

  @Override
  public void close() {
    closed.countDown();
    thread.interrupt();
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void run() {
    try {
      boolean leading;
      do {
        leading = leads.getAsBoolean();
        if (leading) {
          look();
        }
      } while (!closed.await((leading ? LOOK : LOOK_FOR_LEAD).toMillis(), TimeUnit.MILLISECONDS));
    } catch (InterruptedException e) {
      LOG.debug("no longer looks for pods without a sidecar");
    }
  }

  /** Looks at all pods, once. What fails is tried again at the next look. */
  void look() {
    Set<String> missed = new HashSet<>();
    try {
      var namespaces = pods.namespaces();
      pods.each(
          pod -> {
            var labels = namespaces.getOrDefault(pod.facts().namespace(), Map.of());
            if (MissedSidecar.isSo(pod.facts(), labels, meshNamespace)) {
              missed.add(pod.uid());
              tell(pod);
            }
          });
      told.keySet().retainAll(missed);
    } catch (IOException e) {
      LOG.warn("cannot look for pods without a sidecar, will try again: {}", e.getMessage());
    }
  }

  private void tell(SeenPod pod) {
    Instant now = clock.instant();
    Instant before = told.get(pod.uid());
    if (before != null && now.isBefore(before.plus(EVENT_LIFE))) {
      return;
    }
    try {
      pods.warn(pod, REASON, pod.advice());
      told.put(pod.uid(), now);
      LOG.info("pod {} is {}", pod, pod.advice());
    } catch (IOException e) {
      LOG.warn("cannot put an event on pod {}, will try again: {}", pod, e.getMessage());
    }
  }
}
