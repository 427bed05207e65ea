package diy.mesh.controlplane.stream;

import diy.mesh.proto.v1.Ack;
import diy.mesh.proto.v1.DiscoverRequest;
import diy.mesh.proto.v1.DiscoverResponse;
import diy.mesh.proto.v1.DiscoveryServiceGrpc;
import diy.mesh.proto.v1.Held;
import diy.mesh.proto.v1.Hello;
import diy.mesh.proto.v1.Nack;
import diy.mesh.proto.v1.Subscribe;
import diy.mesh.proto.v1.Unsubscribe;
import diy.mesh.proto.v1.Update;
import io.grpc.Channel;
import io.grpc.Status;
import io.grpc.stub.StreamObserver;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** A proxy's end of a stream, for tests: says what it is told to, and keeps what it hears. */
public final class ProxyClient implements StreamObserver<DiscoverResponse>, AutoCloseable {

  private final BlockingQueue<DiscoverResponse> heard = new LinkedBlockingQueue<>();
  private final CompletableFuture<Status> end = new CompletableFuture<>();
  private final StreamObserver<DiscoverRequest> requests;

  private ProxyClient(Channel channel) {
    requests = DiscoveryServiceGrpc.newStub(channel).discover(this);
  }

  /** Opens a stream and says nothing yet. */
  public static ProxyClient open(Channel channel) {
    return new ProxyClient(channel);
  }

  /** Opens a stream as the pod {@code demo/pod} and waits for the welcome. */
  public static ProxyClient join(Channel channel, String pod, Map<String, String> held)
      throws InterruptedException {
    var client = open(channel);
    client.hello(1, pod, held);
    if (!client.next().hasWelcome()) {
      throw new AssertionError("the first message is a welcome");
    }
    return client;
  }

  public void hello(int protocol, String pod, Map<String, String> held) {
    var hello = Hello.newBuilder().setProtocol(protocol).setNamespace("demo").setPod(pod);
    held.forEach(
        (address, version) ->
            hello.addHeld(Held.newBuilder().setAddress(address).setVersion(version)));
    say(DiscoverRequest.newBuilder().setHello(hello));
  }

  public void subscribe(String address) {
    say(DiscoverRequest.newBuilder().setSubscribe(Subscribe.newBuilder().setAddress(address)));
  }

  public void unsubscribe(String address) {
    say(DiscoverRequest.newBuilder().setUnsubscribe(Unsubscribe.newBuilder().setAddress(address)));
  }

  public void ack(Update update) {
    say(
        DiscoverRequest.newBuilder()
            .setAck(
                Ack.newBuilder().setAddress(update.getAddress()).setVersion(update.getVersion())));
  }

  public void nack(Update update, String reason) {
    say(
        DiscoverRequest.newBuilder()
            .setNack(
                Nack.newBuilder()
                    .setAddress(update.getAddress())
                    .setVersion(update.getVersion())
                    .setReason(reason)));
  }

  /** The next message; waits for it. */
  public DiscoverResponse next() throws InterruptedException {
    return Objects.requireNonNull(heard.poll(10, TimeUnit.SECONDS), "a message within 10 s");
  }

  public Update nextUpdate() throws InterruptedException {
    DiscoverResponse next = next();
    if (!next.hasUpdate()) {
      throw new AssertionError("an update, not " + next);
    }
    return next.getUpdate();
  }

  /** Whether everything that was said has been asked for. */
  public boolean heardAll() {
    return heard.isEmpty();
  }

  /** How the stream ended; waits for it. */
  public Status end() throws Exception {
    return end.get(10, TimeUnit.SECONDS);
  }

  @Override
  public void onNext(DiscoverResponse response) {
    heard.add(response);
  }

  @Override
  public void onError(Throwable failure) {
    end.complete(Status.fromThrowable(failure));
  }

  @Override
  public void onCompleted() {
    end.complete(Status.OK);
  }

  @Override
  public void close() {
    if (!end.isDone()) {
      requests.onCompleted();
    }
  }

  private void say(DiscoverRequest.Builder message) {
    requests.onNext(message.build());
  }
}
