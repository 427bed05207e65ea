package diy.mesh.controlplane.stream;

import diy.mesh.controlplane.identity.TokenReviewer;
import diy.mesh.controlplane.identity.TokenReviewer.Review;
import io.grpc.Context;
import io.grpc.Contexts;
import io.grpc.Grpc;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.Status;
import java.io.IOException;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Lets nobody in whom the reviewer does not vouch for. Blocks, so on no event loop. */
final class TokenGate implements ServerInterceptor {

  private static final Logger LOG = LoggerFactory.getLogger(TokenGate.class);

  /** RFC 6750 section 2.1; the scheme's name has no case (RFC 9110 section 11.1). */
  private static final String SCHEME = "bearer ";

  private static final Metadata.Key<String> AUTHORIZATION =
      Metadata.Key.of("authorization", Metadata.ASCII_STRING_MARSHALLER);

  private static final Context.Key<TokenReviewer.Pod> CALLER = Context.key("caller");

  private final TokenReviewer reviewer;
  private final Publisher publisher;

  TokenGate(TokenReviewer reviewer, Publisher publisher) {
    this.reviewer = reviewer;
    this.publisher = publisher;
  }

  /** Whose proxy makes the present call; null where there is no gate, so that any may be. */
  static TokenReviewer.@Nullable Pod caller() {
    return CALLER.get();
  }

  @Override
  public <Q, R> ServerCall.Listener<Q> interceptCall(
      ServerCall<Q, R> call, Metadata headers, ServerCallHandler<Q, R> next) {
    String header = headers.get(AUTHORIZATION);
    if (header == null || !header.toLowerCase(Locale.ROOT).startsWith(SCHEME)) {
      return refuse(
          call,
          Status.UNAUTHENTICATED,
          "no token (expected: authorization: Bearer TOKEN). Restart the pod, so that it is"
              + " injected anew");
    }
    try {
      return switch (reviewer.review(header.substring(SCHEME.length()).strip())) {
        case Review.Vouched(var pod) -> {
          var context = Context.current().withValue(CALLER, pod);
          yield Contexts.interceptCall(context, call, headers, next);
        }
        case Review.Refused(var reason) -> refuse(call, Status.UNAUTHENTICATED, reason);
      };
    } catch (IOException e) {
      return refuse(call, Status.UNAVAILABLE, "no token can be checked now: " + e.getMessage());
    }
  }

  private <Q, R> ServerCall.Listener<Q> refuse(ServerCall<Q, R> call, Status status, String why) {
    publisher.streamRefused();
    LOG.warn("stream from {}: {}", call.getAttributes().get(Grpc.TRANSPORT_ATTR_REMOTE_ADDR), why);
    call.close(status.withDescription(why), new Metadata());
    return new ServerCall.Listener<>() {};
  }
}
