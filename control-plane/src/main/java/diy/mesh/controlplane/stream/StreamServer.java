package diy.mesh.controlplane.stream;

import diy.mesh.controlplane.identity.TokenReviewer;
import io.grpc.Server;
import io.grpc.Status;
import io.grpc.netty.GrpcSslContexts;
import io.grpc.netty.NettyServerBuilder;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;
import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLException;
import javax.net.ssl.X509ExtendedKeyManager;

/** The port that proxies connect to. */
public final class StreamServer implements AutoCloseable {

  /** A proxy that went away without a word is found out after these two together. */
  private static final long KEEP_ALIVE_SECONDS = 10;

  private static final long KEEP_ALIVE_ANSWER_SECONDS = 5;

  /** Proxies ask every 10 s, which is the least that gRPC's clients do. */
  private static final long SHORTEST_KEEP_ALIVE_OF_PROXIES_SECONDS = 5;

  private static final long STOP_SECONDS = 2;

  private final Server server;
  private final Publisher publisher;
  private final ExecutorService executor;

  private StreamServer(Server server, Publisher publisher, ExecutorService executor) {
    this.server = server;
    this.publisher = publisher;
    this.executor = executor;
  }

  /**
   * How streams are secured: TLS, and a token for each.
   *
   * @param keys by which the server proves who it is
   * @param reviewer who knows whose tokens are
   */
  public record Security(X509ExtendedKeyManager keys, TokenReviewer reviewer) {

    SslContext context() {
      try {
        var builder = SslContextBuilder.forServer(keys).protocols("TLSv1.3");
        return GrpcSslContexts.configure(builder, SslProvider.JDK).build();
      } catch (SSLException e) {
        throw new IllegalStateException("this JVM lacks what TLS needs", e);
      }
    }
  }

  /**
   * Listens on all addresses.
   *
   * @param port 0 for one that is free
   * @param security empty for none: whoever reaches the port is believed
   * @throws IOException if the port is taken
   */
  public static StreamServer open(int port, Publisher publisher, Optional<Security> security)
      throws IOException {
    // The publisher's lock may be waited for, and event loops must not.
    ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor();
    var builder = NettyServerBuilder.forPort(port);
    security.ifPresent(
        with ->
            builder
                .sslContext(with.context())
                .intercept(new TokenGate(with.reviewer(), publisher)));
    Server server =
        builder
            .executor(executor)
            .keepAliveTime(KEEP_ALIVE_SECONDS, TimeUnit.SECONDS)
            .keepAliveTimeout(KEEP_ALIVE_ANSWER_SECONDS, TimeUnit.SECONDS)
            .permitKeepAliveTime(SHORTEST_KEEP_ALIVE_OF_PROXIES_SECONDS, TimeUnit.SECONDS)
            .permitKeepAliveWithoutCalls(true)
            .addService(new DiscoveryService(publisher))
            .build();
    return new StreamServer(server.start(), publisher, executor);
  }

  /** The port it listens on. */
  public int port() {
    return server.getPort();
  }

  /**
   * Takes no more streams and ends those there are, with a word: proxies go on with what they hold,
   * and look for another control plane at once.
   */
  @Override
  public void close() {
    server.shutdown();
    publisher.endAll(Status.UNAVAILABLE.withDescription("the control plane stops"));
    try {
      if (!server.awaitTermination(STOP_SECONDS, TimeUnit.SECONDS)) {
        server.shutdownNow();
        executor.shutdownNow();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    executor.shutdown();
  }
}
