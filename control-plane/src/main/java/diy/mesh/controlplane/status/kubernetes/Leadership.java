package diy.mesh.controlplane.status.kubernetes;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.extended.leaderelection.LeaderCallbacks;
import io.fabric8.kubernetes.client.extended.leaderelection.LeaderElectionConfigBuilder;
import io.fabric8.kubernetes.client.extended.leaderelection.LeaderElector;
import io.fabric8.kubernetes.client.extended.leaderelection.resourcelock.LeaseLock;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Whether it is this control plane that writes statuses and events: of all that run, one does. */
public final class Leadership implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(Leadership.class);

  private static final String LEASE = "control-plane";

  /** How long after the leader has gone without a word another one leads. */
  private static final Duration LEASE_DURATION = Duration.ofSeconds(15);

  private static final Duration RENEW_DEADLINE = Duration.ofSeconds(10);
  private static final Duration RETRY_PERIOD = Duration.ofSeconds(2);

  private final LeaderElector elector;
  private final Thread thread = new Thread(this::run, "leadership");
  private final CountDownLatch closed = new CountDownLatch(1);
  private volatile boolean leads;

  private Leadership(KubernetesClient client, String namespace, String identity) {
    var callbacks =
        new LeaderCallbacks(
            () -> become(true),
            () -> become(false),
            leader -> LOG.info("{} writes statuses and events", leader));
    var config =
        new LeaderElectionConfigBuilder()
            .withName(LEASE)
            .withLock(new LeaseLock(namespace, LEASE, identity))
            .withLeaseDuration(LEASE_DURATION)
            .withRenewDeadline(RENEW_DEADLINE)
            .withRetryPeriod(RETRY_PERIOD)
            .withReleaseOnCancel(true)
            .withLeaderCallbacks(callbacks)
            .build();
    elector = new LeaderElector(client, config, Runnable::run);
  }

  /**
   * Seeks the leadership, and seeks it again whenever it is lost.
   *
   * @param namespace of the lease
   * @param identity unlike that of all other control planes
   */
  public static Leadership seek(KubernetesClient client, String namespace, String identity) {
    var leadership = new Leadership(client, namespace, identity);
    leadership.thread.setDaemon(true);
    leadership.thread.start();
    return leadership;
  }

  /** Whether it is this one, now. */
  public boolean leads() {
    return leads;
  }

  /** Gives the leadership away at once. */
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
      do {
        elector.run(); // until it is lost, or this is interrupted
      } while (!closed.await(RETRY_PERIOD.toMillis(), TimeUnit.MILLISECONDS));
    } catch (InterruptedException e) {
      LOG.debug("no longer seeks the leadership");
    }
  }

  private void become(boolean leader) {
    leads = leader;
  }
}
