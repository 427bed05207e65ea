package diy.mesh.controlplane.stream;

import diy.mesh.model.service.Address;
import io.grpc.Status;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;

/** One stream to one proxy: what it holds, and what it has still to be told. */
final class Proxy {

  /** As many targets as a proxy holds at most. */
  static final int MOST_SUBSCRIPTIONS = 4_096;

  /** One update for each target, as many withdrawn blocks, and the welcome. */
  private static final int MOST_WAITING = 2 * MOST_SUBSCRIPTIONS + 1;

  private final ProxyName name;
  private final ProxyLink link;
  private final Outbox outbox = new Outbox(MOST_WAITING);
  private final ReentrantLock sending = new ReentrantLock();
  private boolean ended; // guarded by sending

  /** Guarded by the publisher's lock. */
  private final Map<Address, Subscription> subscriptions = new LinkedHashMap<>();

  Proxy(ProxyName name, ProxyLink link) {
    this.name = name;
    this.link = link;
  }

  ProxyName name() {
    return name;
  }

  Map<Address, Subscription> subscriptions() {
    return subscriptions;
  }

  /** Whether the proxy has answered the newest version of everything it holds. */
  boolean settled() {
    return subscriptions.values().stream().allMatch(Subscription::answered);
  }

  /** Which newest versions the proxy refuses, and why. */
  List<String> refusals() {
    return subscriptions.values().stream()
        .flatMap(subscription -> Optional.ofNullable(subscription.nack()).stream())
        .map(reason -> name + ": " + reason)
        .toList();
  }

  ProxyView view() {
    var targets = new ArrayList<ProxyView.TargetView>();
    subscriptions.forEach((address, held) -> targets.add(view(address, held)));
    return new ProxyView(name.namespace(), name.pod(), targets);
  }

  private static ProxyView.TargetView view(Address address, Subscription held) {
    return new ProxyView.TargetView(
        address,
        held.offered().version(),
        held.answered() && held.nack() == null,
        Optional.ofNullable(held.nack()));
  }

  /** Lets a message wait until {@link #flush}. */
  void tell(Outgoing message) {
    outbox.offer(message);
  }

  /** Lets nothing wait any more that was to be said of an address. */
  void forget(Address address) {
    subscriptions.remove(address);
    outbox.forget(address);
  }

  /**
   * Sends what waits, for as long as the stream takes it; ends the stream where too much waits. Any
   * thread, without the publisher's lock.
   */
  void flush() {
    if (outbox.isOverfull()) {
      end(
          Status.RESOURCE_EXHAUSTED.withDescription(
              "more than %d messages wait (expected: that the proxy reads)"
                  .formatted(MOST_WAITING)));
    }
    sending.lock();
    try {
      while (!ended && link.isReady()) {
        Outgoing next = outbox.poll();
        if (next == null) {
          return;
        }
        link.send(next);
      }
    } finally {
      sending.unlock();
    }
  }

  /** Ends the stream. Any thread, without the publisher's lock. */
  void end(Status status) {
    sending.lock();
    try {
      if (!ended) {
        ended = true;
        link.end(status);
      }
    } finally {
      sending.unlock();
    }
  }
}
