package diy.mesh.dataplane.config;

import com.google.protobuf.ByteString;
import diy.mesh.proto.v1.DiscoverRequest;
import diy.mesh.proto.v1.DiscoverResponse;
import diy.mesh.proto.v1.DiscoveryServiceGrpc.DiscoveryServiceImplBase;
import diy.mesh.proto.v1.Update;
import diy.mesh.proto.v1.Welcome;
import diy.mesh.proto.v1.Withdraw;
import io.grpc.Server;
import io.grpc.Status;
import io.grpc.netty.NettyServerBuilder;
import io.grpc.stub.StreamObserver;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** A control plane on a real socket that hears everything and says what a test wants. */
public final class FakeControlPlane implements AutoCloseable {

  private static final int PATIENCE_SECONDS = 10;

  private final BlockingQueue<DiscoverRequest> heard = new LinkedBlockingQueue<>();
  private final BlockingQueue<StreamObserver<DiscoverResponse>> streams =
      new LinkedBlockingQueue<>();
  private final Server server;

  /** The newest one that {@link #hello} took. */
  private StreamObserver<DiscoverResponse> stream = new Deaf();

  /**
   * One that listens.
   *
   * @param port 0 for any that is free
   */
  public FakeControlPlane(int port) throws IOException {
    server =
        NettyServerBuilder.forAddress(new InetSocketAddress(InetAddress.getLoopbackAddress(), port))
            .addService(new Service())
            .build()
            .start();
  }

  private final class Service extends DiscoveryServiceImplBase {
    @Override
    public StreamObserver<DiscoverRequest> discover(StreamObserver<DiscoverResponse> responses) {
      streams.add(responses);
      return new Ear();
    }
  }

  private final class Ear implements StreamObserver<DiscoverRequest> {
    @Override
    public void onNext(DiscoverRequest request) {
      heard.add(request);
    }

    @Override
    public void onError(Throwable failure) {}

    @Override
    public void onCompleted() {}
  }

  /** For what is said before anybody called. */
  private static final class Deaf implements StreamObserver<DiscoverResponse> {
    @Override
    public void onNext(DiscoverResponse response) {
      throw new AssertionError("nobody has called");
    }

    @Override
    public void onError(Throwable failure) {
      throw new AssertionError("nobody has called");
    }

    @Override
    public void onCompleted() {
      throw new AssertionError("nobody has called");
    }
  }

  public int port() {
    return server.getPort();
  }

  /** The next message of the proxy. */
  public DiscoverRequest hear() throws InterruptedException {
    var request = heard.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
    if (request == null) {
      throw new AssertionError("nothing heard for %d s".formatted(PATIENCE_SECONDS));
    }
    return request;
  }

  /** The next stream's first message; from now on it is the one that is spoken to. */
  public DiscoverRequest hello() throws InterruptedException {
    var opened = streams.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
    if (opened == null) {
      throw new AssertionError("no stream for %d s".formatted(PATIENCE_SECONDS));
    }
    stream = opened;
    return hear();
  }

  public void welcome(int protocol) {
    var welcome = Welcome.newBuilder().setProtocol(protocol);
    stream.onNext(DiscoverResponse.newBuilder().setWelcome(welcome).build());
  }

  public void update(String address, String version, ByteString target) {
    var update = Update.newBuilder().setAddress(address).setVersion(version).setTarget(target);
    stream.onNext(DiscoverResponse.newBuilder().setUpdate(update).build());
  }

  public void withdraw(String block) {
    var withdraw = Withdraw.newBuilder().setBlock(block);
    stream.onNext(DiscoverResponse.newBuilder().setWithdraw(withdraw).build());
  }

  public void breakStream() {
    stream.onError(Status.UNAVAILABLE.withDescription("restarting").asException());
  }

  @Override
  public void close() {
    server.shutdownNow();
    try {
      server.awaitTermination(PATIENCE_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }
}
