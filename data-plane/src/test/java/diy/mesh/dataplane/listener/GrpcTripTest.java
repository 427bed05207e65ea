package diy.mesh.dataplane.listener;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import diy.mesh.dataplane.telemetry.Metric;
import diy.mesh.model.service.Address;
import io.grpc.CallOptions;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.MethodDescriptor.MethodType;
import io.grpc.Server;
import io.grpc.ServerCallHandler;
import io.grpc.ServerServiceDefinition;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.netty.NettyChannelBuilder;
import io.grpc.netty.NettyServerBuilder;
import io.grpc.stub.ClientCalls;
import io.grpc.stub.ServerCalls;
import io.grpc.stub.StreamObserver;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** gRPC's own client and server, with two proxies between them, as two sidecars are. */
class GrpcTripTest {

  private static final Metadata.Key<String> NOTE =
      Metadata.Key.of("note", Metadata.ASCII_STRING_MARSHALLER);

  private static final MethodDescriptor<String, String> UNARY = method(MethodType.UNARY);
  private static final MethodDescriptor<String, String> DOWN = method(MethodType.SERVER_STREAMING);
  private static final MethodDescriptor<String, String> UP = method(MethodType.CLIENT_STREAMING);
  private static final MethodDescriptor<String, String> BOTH = method(MethodType.BIDI_STREAMING);

  private static MethodDescriptor<String, String> method(MethodType type) {
    return MethodDescriptor.<String, String>newBuilder()
        .setType(type)
        .setFullMethodName("mesh.test.Echo/" + type)
        .setRequestMarshaller(new Text())
        .setResponseMarshaller(new Text())
        .build();
  }

  /** Messages of plain text: what is in them is nobody's business here. */
  private static final class Text implements MethodDescriptor.Marshaller<String> {
    @Override
    public InputStream stream(String text) {
      return new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public String parse(InputStream stream) {
      try {
        return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  /** Hands what comes on to a queue. */
  private record Queued(BlockingQueue<String> queue) implements StreamObserver<String> {
    @Override
    public void onNext(String value) {
      queue.add(value);
    }

    @Override
    public void onError(Throwable failure) {
      queue.add("error " + Status.fromThrowable(failure).getCode());
    }

    @Override
    public void onCompleted() {
      queue.add("end");
    }
  }

  /** Server, two proxies and a client; one connection all the way. */
  private static final class Chain implements AutoCloseable {
    private final Server server;
    private final ProxyRig inbound;
    private final ProxyRig outbound;
    private final ManagedChannel channel;

    Chain() throws IOException {
      server = serve("one");
      inbound = new ProxyRig(addressOf(server));
      outbound = ProxyRig.toService(inbound.address());
      channel = channelTo(outbound);
    }

    @Override
    public void close() {
      channel.shutdownNow();
      outbound.close();
      inbound.close();
      server.shutdownNow();
    }
  }

  private static ManagedChannel channelTo(ProxyRig proxy) {
    return NettyChannelBuilder.forAddress(proxy.address().toSocketAddress()).usePlaintext().build();
  }

  private static Address addressOf(Server server) {
    return new Address(InetAddress.getLoopbackAddress(), server.getPort());
  }

  private static Server serve(String name) throws IOException {
    return NettyServerBuilder.forAddress(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
        .addService(
            ServerServiceDefinition.builder("mesh.test.Echo")
                .addMethod(UNARY, unary(name))
                .addMethod(DOWN, down())
                .addMethod(UP, ServerCalls.asyncClientStreamingCall(GrpcTripTest::joining))
                .addMethod(BOTH, ServerCalls.asyncBidiStreamingCall(GrpcTripTest::echoing))
                .build())
        .build()
        .start();
  }

  private static ServerCallHandler<String, String> unary(String name) {
    return ServerCalls.asyncUnaryCall(
        (request, answers) -> {
          switch (request) {
            case "fail" -> {
              var trailers = new Metadata();
              trailers.put(NOTE, "trailing");
              answers.onError(
                  Status.FAILED_PRECONDITION.withDescription("100 % no").asException(trailers));
            }
            case "never" -> {}
            default -> {
              answers.onNext(name + " " + request);
              answers.onCompleted();
            }
          }
        });
  }

  private static ServerCallHandler<String, String> down() {
    return ServerCalls.asyncServerStreamingCall(
        (request, answers) -> {
          for (int i = 0; i < Integer.parseInt(request); i++) {
            answers.onNext("x".repeat(10_000) + i);
          }
          answers.onCompleted();
        });
  }

  private static StreamObserver<String> joining(StreamObserver<String> answers) {
    var parts = new ArrayList<String>();
    return new StreamObserver<>() {
      @Override
      public void onNext(String value) {
        parts.add(value);
      }

      @Override
      public void onError(Throwable failure) {}

      @Override
      public void onCompleted() {
        answers.onNext(Integer.toString(String.join("", parts).length()));
        answers.onCompleted();
      }
    };
  }

  private static StreamObserver<String> echoing(StreamObserver<String> answers) {
    return new StreamObserver<>() {
      @Override
      public void onNext(String value) {
        answers.onNext("echo " + value);
        if (value.equals("stop")) {
          answers.onError(Status.ABORTED.asException());
        }
      }

      @Override
      public void onError(Throwable failure) {}

      @Override
      public void onCompleted() {
        answers.onCompleted();
      }
    };
  }

  private static String call(ManagedChannel channel, String request) {
    return ClientCalls.blockingUnaryCall(
        channel, UNARY, CallOptions.DEFAULT.withDeadlineAfter(20, TimeUnit.SECONDS), request);
  }

  private static @Nullable String next(BlockingQueue<String> queue) throws InterruptedException {
    return queue.poll(20, TimeUnit.SECONDS);
  }

  @Test
  void all_kinds_of_calls_pass() throws Exception {
    try (var chain = new Chain()) {
      var down = new ArrayList<String>();
      ClientCalls.blockingServerStreamingCall(chain.channel, DOWN, CallOptions.DEFAULT, "100")
          .forEachRemaining(down::add);
      BlockingQueue<String> joined = new LinkedBlockingQueue<>();
      var up =
          ClientCalls.asyncClientStreamingCall(
              chain.channel.newCall(UP, CallOptions.DEFAULT), new Queued(joined));
      for (int i = 0; i < 100; i++) {
        up.onNext("y".repeat(10_000));
      }
      up.onCompleted();
      BlockingQueue<String> echoed = new LinkedBlockingQueue<>();
      var both =
          ClientCalls.asyncBidiStreamingCall(
              chain.channel.newCall(BOTH, CallOptions.DEFAULT), new Queued(echoed));
      both.onNext("a");
      String first = next(echoed);
      both.onNext("b");
      String second = next(echoed);
      both.onNext("stop");

      assertThat(call(chain.channel, "hello")).isEqualTo("one hello");
      assertThat(down).hasSize(100).last().isEqualTo("x".repeat(10_000) + 99);
      assertThat(next(joined)).isEqualTo("1000000");
      assertThat(List.of(String.valueOf(first), String.valueOf(second)))
          .containsExactly("echo a", "echo b");
      assertThat(next(echoed)).isEqualTo("echo stop");
      assertThat(next(echoed)).isEqualTo("error ABORTED");
    }
  }

  @Test
  void a_status_comes_with_its_message_and_its_trailers() throws Exception {
    try (var chain = new Chain()) {
      assertThatThrownBy(() -> call(chain.channel, "fail"))
          .isInstanceOfSatisfying(
              StatusRuntimeException.class,
              failure -> {
                assertThat(failure.getStatus().getCode())
                    .isEqualTo(Status.Code.FAILED_PRECONDITION);
                assertThat(failure.getStatus().getDescription()).isEqualTo("100 % no");
                Metadata trailers = failure.getTrailers();
                assertThat(trailers == null ? null : trailers.get(NOTE)).isEqualTo("trailing");
              });
    }
  }

  @Test
  void calls_of_one_connection_are_shared_between_servers() throws Exception {
    Server one = serve("one");
    Server two = serve("two");
    try (var proxy = ProxyRig.toService(addressOf(one), addressOf(two))) {
      ManagedChannel channel = channelTo(proxy);
      var answers = new ArrayList<String>();
      for (int i = 0; i < 100; i++) {
        answers.add(call(channel, ""));
      }
      channel.shutdownNow();

      assertThat(answers).filteredOn("one "::equals).hasSize(50);
      assertThat(answers).filteredOn("two "::equals).hasSize(50);
    } finally {
      one.shutdownNow();
      two.shutdownNow();
    }
  }

  @Test
  void a_call_that_the_proxy_refuses_gets_a_status_of_grpc() throws Exception {
    try (var proxy = ProxyRig.toService()) {
      ManagedChannel channel = channelTo(proxy);

      assertThatThrownBy(() -> call(channel, "hello"))
          .isInstanceOfSatisfying(
              StatusRuntimeException.class,
              failure -> {
                assertThat(failure.getStatus().getCode()).isEqualTo(Status.Code.UNAVAILABLE);
                assertThat(failure.getStatus().getDescription()).contains("no endpoint of");
              });
      channel.shutdownNow();
    }
  }

  @Test
  void a_call_ends_at_its_deadline_also_where_its_caller_does_not_end_it() throws Exception {
    Server server = serve("one");
    try (var proxy = new ProxyRig(addressOf(server));
        var client = FrameSocket.client(proxy.connect())) {
      client.headers(
          1,
          false,
          ":method",
          "POST",
          ":scheme",
          "http",
          ":authority",
          "app",
          ":path",
          "/" + UNARY.getFullMethodName(),
          "content-type",
          "application/grpc",
          "te",
          "trailers",
          "grpc-timeout",
          "900m");
      client.data(1, true, "\0\0\0\0\5never");
      var response = client.response(1);

      assertThat(response.head())
          .containsEntry("grpc-status", "4")
          .containsEntry("mesh-refusal", "deadline-exceeded");
      assertThat(proxy.count(Metric.LIMIT_DEADLINE)).isEqualTo(1);
    } finally {
      server.shutdownNow();
    }
  }
}
