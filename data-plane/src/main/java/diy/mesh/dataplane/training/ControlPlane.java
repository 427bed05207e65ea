package diy.mesh.dataplane.training;

import diy.mesh.model.route.Backend;
import diy.mesh.model.route.Origin;
import diy.mesh.model.route.Rule;
import diy.mesh.model.route.WeightedBackends;
import diy.mesh.model.service.Address;
import diy.mesh.model.service.Cidr;
import diy.mesh.model.service.Endpoint;
import diy.mesh.model.service.ServiceName;
import diy.mesh.model.target.Target;
import diy.mesh.model.workload.ProxyPorts;
import diy.mesh.proto.v1.DiscoverRequest;
import diy.mesh.proto.v1.DiscoverResponse;
import diy.mesh.proto.v1.DiscoveryServiceGrpc.DiscoveryServiceImplBase;
import diy.mesh.proto.v1.Update;
import diy.mesh.proto.v1.Welcome;
import diy.mesh.wire.TargetCodec;
import io.grpc.Server;
import io.grpc.TlsServerCredentials;
import io.grpc.netty.NettyServerBuilder;
import io.grpc.stub.StreamObserver;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * Says of the proxy's own outbound port that a Service is behind it, so that a connection which no
 * rule redirected takes the same trip as one which was; of all else that it is not ours.
 */
final class ControlPlane implements AutoCloseable {

  private static final String SERVICE = "127.0.0.1:" + ProxyPorts.OUTBOUND;

  private final Server server;
  private final TrainingKeys keys;
  private final Address app;
  private final AtomicInteger version = new AtomicInteger();
  private volatile @Nullable StreamObserver<DiscoverResponse> stream;

  private ControlPlane(Address app, TrainingKeys keys) throws IOException {
    this.app = app;
    this.keys = keys;
    var anyPort = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    var tls = TlsServerCredentials.newBuilder().keyManager(keys.manager()).build();
    this.server =
        NettyServerBuilder.forAddress(anyPort, tls)
            .directExecutor()
            .addService(new Discovery())
            .build()
            .start();
  }

  /**
   * One that listens.
   *
   * @param app where the Service's requests go
   * @param keys for TLS, as in a cluster: it is there that a start should be fast
   */
  static ControlPlane start(Address app, TrainingKeys keys) throws IOException {
    return new ControlPlane(app, keys);
  }

  TrainingKeys keys() {
    return keys;
  }

  int port() {
    return server.getPort();
  }

  /** Other weights for the Service. */
  void change() {
    var responses = stream;
    if (responses != null) {
      tell(responses, SERVICE, service());
    }
  }

  private final class Discovery extends DiscoveryServiceImplBase {
    @Override
    public StreamObserver<DiscoverRequest> discover(StreamObserver<DiscoverResponse> responses) {
      stream = responses;
      return new Requests(responses);
    }
  }

  private final class Requests implements StreamObserver<DiscoverRequest> {
    private final StreamObserver<DiscoverResponse> responses;

    Requests(StreamObserver<DiscoverResponse> responses) {
      this.responses = responses;
    }

    @Override
    public void onNext(DiscoverRequest request) {
      switch (request.getMessageCase()) {
        case HELLO -> welcome(responses);
        case SUBSCRIBE -> answer(request.getSubscribe().getAddress());
        case UNSUBSCRIBE, ACK, NACK, MESSAGE_NOT_SET -> {}
      }
    }

    private void answer(String address) {
      tell(responses, address, address.equals(SERVICE) ? service() : notOurs(address));
    }

    @Override
    public void onError(Throwable failure) {
      stream = null;
    }

    @Override
    public void onCompleted() {
      stream = null;
    }
  }

  private static void welcome(StreamObserver<DiscoverResponse> responses) {
    var welcome = Welcome.newBuilder().setProtocol(TargetCodec.PROTOCOL);
    send(responses, DiscoverResponse.newBuilder().setWelcome(welcome));
  }

  private void tell(StreamObserver<DiscoverResponse> responses, String address, Target target) {
    var update =
        Update.newBuilder()
            .setAddress(address)
            .setVersion(Integer.toString(version.incrementAndGet()))
            .setTarget(TargetCodec.encode(target));
    send(responses, DiscoverResponse.newBuilder().setUpdate(update));
  }

  /** From the stream's thread and from that of whoever changes the weights. */
  private static void send(
      StreamObserver<DiscoverResponse> responses, DiscoverResponse.Builder response) {
    synchronized (responses) {
      responses.onNext(response.build());
    }
  }

  private Target service() {
    var name = new ServiceName("training", "app");
    var endpoints = List.of(new Endpoint(app, "app-1"));
    int weight = 10 + version.get();
    var canary = new ServiceName("training", "app2");
    var backends =
        List.of(Backend.of(name, 100 - weight, endpoints), Backend.of(canary, weight, endpoints));
    var origin = new Origin.InCluster("CanaryRoute", "training/app", version.get());
    var rule = new Rule(origin, new WeightedBackends(backends));
    return new Target.OfService(name, ProxyPorts.OUTBOUND, List.of(rule));
  }

  private static Target notOurs(String address) {
    return new Target.NotOurs(Cidr.parse(Address.parse(address).ip().getHostAddress() + "/32"));
  }

  @Override
  public void close() {
    server.shutdownNow();
  }
}
