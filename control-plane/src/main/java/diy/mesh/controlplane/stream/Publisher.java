package diy.mesh.controlplane.stream;

import diy.mesh.controlplane.source.SourceChange;
import diy.mesh.controlplane.source.SourceFile;
import diy.mesh.controlplane.state.MeshState;
import diy.mesh.model.service.Address;
import diy.mesh.model.target.Target;
import io.grpc.Status;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes changes in, and tells each proxy what has become of the addresses it subscribes to.
 *
 * <p>Any thread. One lock guards all bookkeeping, under which nothing waits and nothing is sent:
 * messages are put into each proxy's outbox, and leave once the lock is free.
 */
public final class Publisher {

  private static final Logger LOG = LoggerFactory.getLogger(Publisher.class);

  private final InstantSource clock;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition progress = lock.newCondition();

  // All guarded by lock, but for reading the state.
  private volatile MeshState state = MeshState.EMPTY;
  private final FileLedger files = new FileLedger();
  private final WatchList watchList = new WatchList();
  private final Map<ProxyName, Proxy> proxies = new LinkedHashMap<>();
  private long moment;
  private long changes;
  private long updates;
  private long withdraws;
  private long acks;
  private long nacks;
  private final LongAdder streamsRefused = new LongAdder();

  /**
   * A publisher to which nothing was told yet.
   *
   * @param clock says when changes are taken in and acknowledged
   */
  public Publisher(InstantSource clock) {
    this.clock = clock;
  }

  /** The mesh as it is now. */
  public MeshState state() {
    return state;
  }

  /** Folds a change in, and tells those whom it concerns; one that says nothing new is none. */
  public void take(SourceChange sourceChange) {
    Set<Proxy> woken = new LinkedHashSet<>();
    lock.lock();
    try {
      var folded = state.fold(sourceChange.events());
      if (folded.state() == state && sourceChange.files().isEmpty()) {
        return;
      }
      changes++;
      var change = new Change(clock.instant());
      state = folded.state();
      sourceChange.files().forEach(file -> files.record(file, change));
      withdraw(folded, woken);
      for (Watched watched : watchList.refresh(state, folded.affected())) {
        for (Proxy proxy : watched.subscribers()) {
          offer(proxy, watched, change);
          woken.add(proxy);
        }
      }
      progressed();
    } finally {
      lock.unlock();
    }
    woken.forEach(Proxy::flush);
  }

  /** Counts a stream that was not let in, or ended for what its proxy said. Any thread. */
  void streamRefused() {
    streamsRefused.increment();
  }

  /**
   * A proxy has said hello. What it holds in its newest version is not sent again.
   *
   * @param held address and version of what it holds
   */
  Proxy join(ProxyName name, Map<Address, String> held, ProxyLink link) {
    var proxy = new Proxy(name, link);
    @Nullable Proxy before;
    lock.lock();
    try {
      before = proxies.put(name, proxy);
      if (before != null) {
        forgetAll(before);
      }
      proxy.tell(new Outgoing.Welcome());
      held.forEach((address, version) -> subscribe(proxy, address, version));
      progressed();
    } finally {
      lock.unlock();
    }
    LOG.info("{}: connected, holds {} targets", name, held.size());
    if (before != null) {
      before.end(Status.ABORTED.withDescription("replaced by a newer stream of the same pod"));
    }
    proxy.flush();
    return proxy;
  }

  /**
   * A proxy wants to know of an address from now on.
   *
   * @return false if it holds as much as a proxy may already
   */
  boolean subscribe(Proxy proxy, Address address) {
    lock.lock();
    try {
      if (isGone(proxy)) {
        return true;
      }
      boolean isNew = !proxy.subscriptions().containsKey(address);
      if (isNew && proxy.subscriptions().size() >= Proxy.MOST_SUBSCRIPTIONS) {
        return false;
      }
      subscribe(proxy, address, "");
      progressed();
    } finally {
      lock.unlock();
    }
    proxy.flush();
    return true;
  }

  /** A proxy has forgotten an address. */
  void unsubscribe(Proxy proxy, Address address) {
    lock.lock();
    try {
      forget(proxy, address);
      progressed();
    } finally {
      lock.unlock();
    }
  }

  /**
   * A proxy has answered an update.
   *
   * @param reason why it refuses this version; null where it uses it
   */
  void answer(Proxy proxy, Address address, String version, @Nullable String reason) {
    lock.lock();
    try {
      Subscription subscription = proxy.subscriptions().get(address);
      if (subscription == null || !subscription.answer(version, reason)) {
        return;
      }
      if (reason != null) {
        nacks++;
        LOG.warn("{} refuses {} of {}: {}", proxy.name(), version, address, reason);
      } else {
        acks++;
        Change change = subscription.change();
        if (change != null) {
          change.acknowledged(clock.instant());
        }
      }
      progressed();
    } finally {
      lock.unlock();
    }
  }

  /** A proxy's stream has ended. */
  void leave(Proxy proxy) {
    lock.lock();
    try {
      if (isGone(proxy)) {
        return;
      }
      proxies.remove(proxy.name());
      forgetAll(proxy);
      progressed();
    } finally {
      lock.unlock();
    }
    LOG.info("{}: disconnected", proxy.name());
  }

  /** Ends all streams. */
  void endAll(Status why) {
    List<Proxy> connected;
    lock.lock();
    try {
      connected = List.copyOf(proxies.values());
    } finally {
      lock.unlock();
    }
    connected.forEach(proxy -> proxy.end(why));
  }

  /**
   * Waits until a content of a file has got everywhere, or the time is over.
   *
   * @param sha256 of the content; {@link SourceFile#GONE} for none at all
   */
  public Applied awaitApplied(String file, String sha256, Duration timeout)
      throws InterruptedException {
    long left = timeout.toNanos();
    lock.lock();
    try {
      Applied applied = applied(file, sha256);
      while (!applied.converged() && left > 0) {
        left = progress.awaitNanos(left);
        applied = applied(file, sha256);
      }
      return applied;
    } finally {
      lock.unlock();
    }
  }

  /**
   * Waits until anything has happened: a change, an answer, a proxy that came or went.
   *
   * @param since the moment up to which all is known; 0 for the beginning
   * @return the moment up to which all has happened, the same one where the time is over
   */
  public long awaitProgress(long since, Duration timeout) throws InterruptedException {
    long left = timeout.toNanos();
    lock.lock();
    try {
      while (moment == since && left > 0) {
        left = progress.awaitNanos(left);
      }
      return moment;
    } finally {
      lock.unlock();
    }
  }

  /** How far the newest versions of these addresses have got. */
  public Uptake uptake(Set<Address> addresses) {
    lock.lock();
    try {
      return Uptake.of(watchList.subscribers(addresses), addresses);
    } finally {
      lock.unlock();
    }
  }

  /** The files that are there, as they were read last. */
  public List<SourceFile> files() {
    lock.lock();
    try {
      return files.present();
    } finally {
      lock.unlock();
    }
  }

  /** The connected proxies, in the order of their names. */
  public List<ProxyView> proxies() {
    lock.lock();
    try {
      return proxies.values().stream()
          .sorted(Comparator.comparing(Proxy::name))
          .map(Proxy::view)
          .toList();
    } finally {
      lock.unlock();
    }
  }

  /** What this has done so far. */
  public Counts counts() {
    lock.lock();
    try {
      int subscriptions =
          proxies.values().stream().mapToInt(proxy -> proxy.subscriptions().size()).sum();
      return new Counts(
          proxies.size(),
          subscriptions,
          watchList.size(),
          files.refused(),
          changes,
          watchList.built(),
          updates,
          withdraws,
          acks,
          nacks,
          streamsRefused.sum());
    } finally {
      lock.unlock();
    }
  }

  // From here on: with the lock held.

  private void progressed() {
    moment++;
    progress.signalAll();
  }

  private boolean isGone(Proxy proxy) {
    return proxies.get(proxy.name()) != proxy;
  }

  private void subscribe(Proxy proxy, Address address, String heldVersion) {
    Watched watched = watchList.add(state, address, proxy);
    if (watched.target().version().equals(heldVersion)) {
      proxy.subscriptions().put(address, Subscription.held(watched.target()));
    } else {
      offer(proxy, watched, null);
    }
  }

  private void offer(Proxy proxy, Watched watched, @Nullable Change change) {
    updates++;
    proxy.subscriptions().put(watched.address(), Subscription.offered(watched.target(), change));
    proxy.tell(new Outgoing.Update(watched.address(), watched.target()));
  }

  /** A proxy that is told forgets all it was told of the block, and asks again where it must. */
  private void withdraw(MeshState.Folded folded, Set<Proxy> woken) {
    for (Watched watched : watchList.inBlocksWith(folded.newAddresses())) {
      if (watched.target().target() instanceof Target.NotOurs(var block)) {
        for (Proxy proxy : List.copyOf(watched.subscribers())) {
          forget(proxy, watched.address());
          withdraws++;
          proxy.tell(new Outgoing.Withdraw(block));
          woken.add(proxy);
        }
      }
    }
  }

  private void forget(Proxy proxy, Address address) {
    proxy.forget(address);
    watchList.remove(address, proxy);
  }

  private void forgetAll(Proxy proxy) {
    List.copyOf(proxy.subscriptions().keySet()).forEach(address -> forget(proxy, address));
  }

  private Applied applied(String name, String sha256) {
    var entry = files.find(name);
    String present = entry == null ? SourceFile.GONE : entry.file().sha256();
    boolean taken = present.equals(sha256);
    return new Applied(
        taken,
        taken && proxies.values().stream().allMatch(Proxy::settled),
        entry == null ? List.of() : entry.file().problems(),
        proxies.size(),
        taken ? Optional.ofNullable(entry).map(e -> e.change().lastAck()) : Optional.empty(),
        proxies.values().stream().flatMap(proxy -> proxy.refusals().stream()).toList());
  }
}
