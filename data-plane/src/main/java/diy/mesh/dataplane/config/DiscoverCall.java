package diy.mesh.dataplane.config;

import diy.mesh.dataplane.config.TargetTable.Outcome;
import diy.mesh.dataplane.telemetry.Counters;
import diy.mesh.dataplane.telemetry.Metric;
import diy.mesh.model.service.Address;
import diy.mesh.model.service.Cidr;
import diy.mesh.proto.v1.Ack;
import diy.mesh.proto.v1.DiscoverRequest;
import diy.mesh.proto.v1.DiscoverResponse;
import diy.mesh.proto.v1.Held;
import diy.mesh.proto.v1.Hello;
import diy.mesh.proto.v1.Nack;
import diy.mesh.proto.v1.Subscribe;
import diy.mesh.proto.v1.Unsubscribe;
import diy.mesh.proto.v1.Update;
import diy.mesh.proto.v1.Welcome;
import diy.mesh.wire.TargetCodec;
import io.grpc.Status;
import io.grpc.stub.ClientCallStreamObserver;
import io.grpc.stub.ClientResponseObserver;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/**
 * One stream from hello to end: messages to and from the {@link TargetTable}. Lives on the event
 * loop that owns the table.
 */
final class DiscoverCall
    implements ClientResponseObserver<DiscoverRequest, DiscoverResponse>, Subscriptions {

  /** Who hears of this stream's beginning and end. */
  interface Listener {

    /** The control plane has answered the hello. */
    void welcomed(DiscoverCall call);

    /**
     * Nothing more will come.
     *
     * @param why for people to read
     */
    void ended(DiscoverCall call, String why);
  }

  /**
   * A control plane that reads nothing while targets change: more than the largest table twice over
   * is not kept for it, the next stream's hello says it all anyway.
   */
  private static final int MOST_UNSENT = 10_000;

  private final TargetTable targets;
  private final Counters counters;
  private final Listener listener;

  private @Nullable ClientCallStreamObserver<DiscoverRequest> requests;
  private int unsent;
  private boolean heldBack;
  private String why = "";

  DiscoverCall(TargetTable targets, Counters counters, Listener listener) {
    this.targets = targets;
    this.counters = counters;
    this.listener = listener;
  }

  @Override
  public void beforeStart(ClientCallStreamObserver<DiscoverRequest> stream) {
    requests = stream;
    stream.disableAutoRequestWithInitial(1);
    stream.setOnReadyHandler(this::writable);
  }

  /** The first message: who asks, and what is held from before. */
  void hello(String namespace, String pod) {
    var hello =
        Hello.newBuilder().setProtocol(TargetCodec.PROTOCOL).setNamespace(namespace).setPod(pod);
    for (HeldTarget held : targets.announce()) {
      hello.addHeld(
          Held.newBuilder().setAddress(held.address().toString()).setVersion(held.version()));
    }
    send(DiscoverRequest.newBuilder().setHello(hello));
  }

  @Override
  public void subscribe(Address address) {
    var subscribe = Subscribe.newBuilder().setAddress(address.toString());
    send(DiscoverRequest.newBuilder().setSubscribe(subscribe));
  }

  @Override
  public void unsubscribe(Address address) {
    var unsubscribe = Unsubscribe.newBuilder().setAddress(address.toString());
    send(DiscoverRequest.newBuilder().setUnsubscribe(unsubscribe));
  }

  private void send(DiscoverRequest.Builder message) {
    var stream = requests;
    if (stream == null) {
      return;
    }
    unsent = stream.isReady() ? 0 : unsent + 1;
    if (unsent > MOST_UNSENT) {
      end("the control plane reads nothing");
    } else {
      stream.onNext(message.build());
    }
  }

  @Override
  public void onNext(DiscoverResponse response) {
    switch (response.getMessageCase()) {
      case WELCOME -> welcomed(response.getWelcome());
      case UPDATE -> update(response.getUpdate());
      case WITHDRAW -> targets.withdraw(Cidr.parse(response.getWithdraw().getBlock()));
      // Said by a newer control plane, which must not need an answer from an older proxy.
      case MESSAGE_NOT_SET -> {}
    }
    // The next update only once the answer to this one can leave: neither side piles up.
    if (requests != null && requests.isReady()) {
      requests.request(1);
    } else {
      heldBack = true;
    }
  }

  private void writable() {
    if (heldBack && requests != null) {
      heldBack = false;
      requests.request(1);
    }
  }

  private void welcomed(Welcome welcome) {
    if (Math.abs(welcome.getProtocol() - TargetCodec.PROTOCOL) > 1) {
      end(
          ("the control plane speaks version %d of the protocol (expected: %d to %d); update the"
                  + " older of control plane and proxy")
              .formatted(
                  welcome.getProtocol(), TargetCodec.PROTOCOL - 1, TargetCodec.PROTOCOL + 1));
      return;
    }
    listener.welcomed(this);
  }

  private void update(Update update) {
    counters.increment(Metric.CONFIG_UPDATES);
    switch (outcome(update)) {
      case Outcome.Taken() -> {
        counters.increment(Metric.CONFIG_ACKS);
        var ack = Ack.newBuilder().setAddress(update.getAddress()).setVersion(update.getVersion());
        send(DiscoverRequest.newBuilder().setAck(ack));
      }
      case Outcome.Refused(var reason) -> {
        counters.increment(Metric.CONFIG_NACKS);
        var nack =
            Nack.newBuilder()
                .setAddress(update.getAddress())
                .setVersion(update.getVersion())
                .setReason(reason);
        send(DiscoverRequest.newBuilder().setNack(nack));
      }
      case Outcome.NotHeld() -> {}
    }
  }

  private Outcome outcome(Update update) {
    try {
      var address = Address.parse(update.getAddress());
      return targets.update(address, update.getVersion(), update.getTarget());
    } catch (IllegalArgumentException e) {
      return new Outcome.Refused("update: " + e.getMessage());
    }
  }

  /** Gives this stream up; {@link Listener#ended} follows. */
  void end(String reason) {
    why = reason;
    if (requests != null) {
      requests.cancel(reason, null);
      requests = null; // takes nothing any more
    }
  }

  @Override
  public void onError(Throwable failure) {
    ended(why.isEmpty() ? describe(Status.fromThrowable(failure)) : why);
  }

  @Override
  public void onCompleted() {
    ended("the control plane ended the stream");
  }

  private void ended(String reason) {
    requests = null;
    listener.ended(this, reason);
  }

  /** gRPC hides the socket's own words, which help most, in the innermost cause. */
  private static String describe(Status status) {
    Throwable cause = status.getCause();
    boolean tls = cause instanceof SSLException;
    while (cause != null && cause.getCause() != null) {
      cause = cause.getCause();
      tls |= cause instanceof SSLException;
    }
    String text = String.valueOf(status.getDescription());
    if (cause == null) {
      return "%s: %s".formatted(status.getCode(), text);
    }
    String what =
        tls
            ? "TLS failed (expected: a control plane of those that MESH_TRUST_ANCHORS names;"
                + " restart the pod, so that it is injected anew)"
            : text.lines().findFirst().orElse(""); // gRPC's own pipeline follows
    return what + ": " + cause.getMessage();
  }
}
