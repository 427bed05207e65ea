package diy.mesh.controlplane.stream;

import diy.mesh.proto.v1.DiscoverRequest;
import diy.mesh.proto.v1.DiscoverResponse;
import diy.mesh.proto.v1.DiscoveryServiceGrpc;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;

/** The streams of all proxies. */
final class DiscoveryService extends DiscoveryServiceGrpc.DiscoveryServiceImplBase {

  private final Publisher publisher;

  DiscoveryService(Publisher publisher) {
    this.publisher = publisher;
  }

  @Override
  public StreamObserver<DiscoverRequest> discover(StreamObserver<DiscoverResponse> responses) {
    var call = (ServerCallStreamObserver<DiscoverResponse>) responses;
    var stream = new DiscoverStream(publisher, call, TokenGate.caller());
    call.setOnReadyHandler(stream::ready);
    call.setOnCancelHandler(stream::leave);
    return stream;
  }
}
