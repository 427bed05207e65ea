package diy.mesh.standalone;

import diy.mesh.standalone.kubelet.RunningPod;
import diy.mesh.standalone.objects.ObjectFolder;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The node's loop: whenever something may have changed, it looks at everything and does what is
 * missing. One thread; the questions come from any.
 */
final class Reconciler {

  private static final Logger LOG = LoggerFactory.getLogger(Reconciler.class);

  /** After a failure it tries again, changed or not. */
  private static final Duration RETRY = Duration.ofSeconds(1);

  /** Without any news it looks again all the same: a folder's watch may miss something. */
  private static final Duration LONGEST_REST = Duration.ofSeconds(10);

  private static final Duration LONGEST_GRACE = Duration.ofHours(1);

  private final ObjectFolder folder;
  private final Pods pods;
  private final Publisher publisher;
  private final StatusFile statusFile;
  private final Farewell farewell;
  private final Wake work;
  private final ConcurrentLinkedQueue<RunningPod> ended = new ConcurrentLinkedQueue<>();
  private final Set<RunningPod> leaving = new HashSet<>();
  private final Thread thread = Thread.ofPlatform().name("reconciler").unstarted(this::run);
  private volatile boolean closed;

  // Guarded by this.
  private List<PodStatus> status = List.of();
  private boolean settled;
  private long asked;
  private long answered;

  Reconciler(
      ObjectFolder folder,
      Pods pods,
      Publisher publisher,
      StatusFile statusFile,
      Farewell farewell,
      Wake work) {
    this.folder = folder;
    this.pods = pods;
    this.publisher = publisher;
    this.statusFile = statusFile;
    this.farewell = farewell;
    this.work = work;
  }

  void start() {
    thread.start();
  }

  synchronized List<PodStatus> status() {
    return status;
  }

  /** Waits until a look at everything, begun after this call, finds all as it should be. */
  synchronized boolean awaitSettled(Duration limit) throws InterruptedException {
    long end = System.nanoTime() + limit.toNanos();
    long mine = ++asked;
    work.run();
    while (!(answered >= mine && settled)) {
      long left = end - System.nanoTime();
      if (left <= 0) {
        return false;
      }
      TimeUnit.NANOSECONDS.timedWait(this, left);
    }
    return true;
  }

  /** Ends the loop and returns the pods that are left; nobody else stops them. */
  List<RunningPod> close() throws InterruptedException {
    closed = true;
    work.run();
    thread.join();
    return pods.all();
  }

  private void run() {
    boolean well = true;
    while (!closed) {
      try {
        work.await(well ? LONGEST_REST : RETRY);
        if (!closed) {
          look();
          well = true;
        }
      } catch (IOException | RuntimeException e) {
        LOG.error("the node could not do all that it should, and tries again", e);
        well = false;
      } catch (InterruptedException e) {
        throw new AssertionError("nobody interrupts the reconciler", e);
      }
    }
  }

  private void look() throws IOException {
    long question;
    synchronized (this) {
      question = asked;
    }
    for (RunningPod pod = ended.poll(); pod != null; pod = ended.poll()) {
      LOG.info("pod {} has ended", pod.plan().identity());
      pods.remove(pod);
      leaving.remove(pod);
    }
    var objects = folder.list();
    var wanted = Wanted.of(objects);
    var made = pods.follow(wanted);
    // Read before it is published: whoever hears that a pod is ready can reach it by then.
    boolean isSettled = pods.areSettled(wanted);
    var statuses = statuses();
    var written = publisher.publish(wanted, pods.all(), made);
    for (RunningPod pod : made) {
      LOG.info("pod {} starts", pod.plan().identity());
      pod.start();
    }
    for (RunningPod pod : pods.all()) {
      if (pod.isTerminating() && leaving.add(pod)) {
        endLater(pod, written);
      }
    }
    report(
        question, new StatusFile.Content(statuses, ObjectFolder.fingerprint(objects), isSettled));
  }

  /** Ends a pod on a thread of its own, once everybody knows that it takes no more traffic. */
  private void endLater(RunningPod pod, Map<String, String> written) {
    Thread.ofPlatform()
        .daemon()
        .name("end of " + pod.plan().identity())
        .start(
            () -> {
              try {
                farewell.await(written);
                pod.stop(LONGEST_GRACE);
                ended.add(pod);
              } catch (IOException e) {
                LOG.error("pod {} left something behind", pod.plan().identity(), e);
                ended.add(pod);
              } catch (InterruptedException _) {
                Thread.currentThread().interrupt();
              }
              work.run();
            });
  }

  private List<PodStatus> statuses() {
    var statuses = new ArrayList<PodStatus>();
    for (RunningPod pod : pods.all()) {
      var plan = pod.plan();
      statuses.add(
          new PodStatus(
              plan.identity().namespace(),
              plan.identity().name(),
              plan.link().namespace(),
              plan.identity().address().getHostAddress(),
              plan.injected(),
              pod.isReady(),
              pod.message()));
    }
    pods.refused()
        .forEach(
            (name, why) -> {
              int slash = name.indexOf('/');
              statuses.add(
                  new PodStatus(
                      name.substring(0, slash),
                      name.substring(slash + 1),
                      "",
                      "",
                      false,
                      false,
                      why));
            });
    return List.copyOf(statuses);
  }

  private void report(long question, StatusFile.Content content) throws IOException {
    statusFile.write(content);
    synchronized (this) {
      status = content.pods();
      settled = content.settled();
      answered = question;
      notifyAll();
    }
  }
}
