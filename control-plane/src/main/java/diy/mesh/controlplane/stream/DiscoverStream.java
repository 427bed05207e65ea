package diy.mesh.controlplane.stream;

import diy.mesh.controlplane.identity.TokenReviewer;
import diy.mesh.model.service.Address;
import diy.mesh.proto.v1.DiscoverRequest;
import diy.mesh.proto.v1.DiscoverResponse;
import diy.mesh.proto.v1.Held;
import diy.mesh.proto.v1.Hello;
import diy.mesh.proto.v1.Update;
import diy.mesh.proto.v1.Welcome;
import diy.mesh.proto.v1.Withdraw;
import diy.mesh.wire.TargetCodec;
import io.grpc.Status;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One stream: messages of the wire in front of the {@link Publisher}. gRPC calls it on one thread
 * at a time; what is sent comes from any, one at a time.
 */
final class DiscoverStream implements StreamObserver<DiscoverRequest>, ProxyLink {

  private static final Logger LOG = LoggerFactory.getLogger(DiscoverStream.class);

  private final Publisher publisher;
  private final ServerCallStreamObserver<DiscoverResponse> call;
  private final TokenReviewer.@Nullable Pod caller;
  private @Nullable Proxy proxy;
  private boolean refused;

  /**
   * A stream at its beginning.
   *
   * @param caller whose proxy it is; null where nobody knows, so that it is believed
   */
  DiscoverStream(
      Publisher publisher,
      ServerCallStreamObserver<DiscoverResponse> call,
      TokenReviewer.@Nullable Pod caller) {
    this.publisher = publisher;
    this.call = call;
    this.caller = caller;
  }

  @Override
  public void onNext(DiscoverRequest request) {
    if (refused) {
      return;
    }
    try {
      if (proxy != null) {
        take(proxy, request);
      } else if (request.hasHello()) {
        proxy = welcome(request.getHello());
      } else {
        refuse(
            Status.FAILED_PRECONDITION,
            "first message: %s (expected: HELLO)".formatted(request.getMessageCase()));
      }
    } catch (IllegalArgumentException e) {
      refuse(Status.INVALID_ARGUMENT, String.valueOf(e.getMessage()));
    }
  }

  @Override
  public void onError(Throwable failure) {
    leave();
  }

  @Override
  public void onCompleted() {
    leave();
    endWith(Status.OK);
  }

  /** The stream takes messages again. */
  void ready() {
    if (proxy != null) {
      proxy.flush();
    }
  }

  /** The stream is no more. */
  void leave() {
    if (proxy != null) {
      publisher.leave(proxy);
    }
  }

  @Override
  public boolean isReady() {
    return call.isReady();
  }

  @Override
  public void send(Outgoing message) {
    var response = DiscoverResponse.newBuilder();
    switch (message) {
      case Outgoing.Welcome() ->
          response.setWelcome(Welcome.newBuilder().setProtocol(TargetCodec.PROTOCOL));
      case Outgoing.Update(var address, var target) ->
          response.setUpdate(
              Update.newBuilder()
                  .setAddress(address.toString())
                  .setVersion(target.version())
                  .setTarget(target.bytes()));
      case Outgoing.Withdraw(var block) ->
          response.setWithdraw(Withdraw.newBuilder().setBlock(block.toString()));
    }
    call.onNext(response.build());
  }

  @Override
  public void end(Status status) {
    if (status.isOk()) {
      call.onCompleted();
    } else {
      call.onError(status.asException());
    }
  }

  private @Nullable Proxy welcome(Hello hello) {
    if (Math.abs(hello.getProtocol() - TargetCodec.PROTOCOL) > 1) {
      refuse(
          Status.FAILED_PRECONDITION,
          ("protocol: %d (expected: %d, or one more or less); update the older of proxy and"
                  + " control plane")
              .formatted(hello.getProtocol(), TargetCodec.PROTOCOL));
      return null;
    }
    var said = new TokenReviewer.Pod(hello.getNamespace(), hello.getPod());
    if (caller != null && !caller.equals(said)) {
      refuse(
          Status.PERMISSION_DENIED,
          "hello: from %s with the token of %s (expected: the proxy of one pod; POD_NAMESPACE and"
                  .formatted(said, caller)
              + " POD_NAME come from the pod's own fields)");
      return null;
    }
    if (hello.getHeldCount() > Proxy.MOST_SUBSCRIPTIONS) {
      refuse(Status.RESOURCE_EXHAUSTED, tooMany(hello.getHeldCount()));
      return null;
    }
    Map<Address, String> held = new LinkedHashMap<>();
    for (Held target : hello.getHeldList()) {
      held.put(Address.parse(target.getAddress()), target.getVersion());
    }
    return publisher.join(new ProxyName(hello.getNamespace(), hello.getPod()), held, this);
  }

  private void take(Proxy from, DiscoverRequest request) {
    switch (request.getMessageCase()) {
      case HELLO -> refuse(Status.FAILED_PRECONDITION, "hello: a second one (expected: one)");
      case SUBSCRIBE -> {
        var address = Address.parse(request.getSubscribe().getAddress());
        if (!publisher.subscribe(from, address)) {
          refuse(Status.RESOURCE_EXHAUSTED, tooMany(Proxy.MOST_SUBSCRIPTIONS + 1));
        }
      }
      case UNSUBSCRIBE ->
          publisher.unsubscribe(from, Address.parse(request.getUnsubscribe().getAddress()));
      case ACK -> {
        var ack = request.getAck();
        publisher.answer(from, Address.parse(ack.getAddress()), ack.getVersion(), null);
      }
      case NACK -> {
        var nack = request.getNack();
        publisher.answer(
            from, Address.parse(nack.getAddress()), nack.getVersion(), nack.getReason());
      }
      // Said by a newer proxy, which must not need it of an older control plane.
      case MESSAGE_NOT_SET -> {}
    }
  }

  private static String tooMany(int subscriptions) {
    return "subscriptions: %d (expected: at most %d)"
        .formatted(subscriptions, Proxy.MOST_SUBSCRIPTIONS);
  }

  private void refuse(Status status, String why) {
    refused = true;
    publisher.streamRefused();
    LOG.warn("stream of {} ended: {}", proxy == null ? "a proxy" : proxy.name(), why);
    leave();
    endWith(status.withDescription(why));
  }

  private void endWith(Status status) {
    if (proxy == null) {
      end(status);
    } else {
      proxy.end(status); // others may be sending to it
    }
  }
}
