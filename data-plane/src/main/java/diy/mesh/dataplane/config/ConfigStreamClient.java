package diy.mesh.dataplane.config;

import diy.mesh.dataplane.loop.EventLoops;
import diy.mesh.dataplane.loop.PerLoop;
import diy.mesh.dataplane.telemetry.Counters;
import diy.mesh.dataplane.telemetry.Metric;
import diy.mesh.proto.v1.DiscoveryServiceGrpc;
import io.grpc.ManagedChannel;
import io.grpc.netty.NettyChannelBuilder;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.handler.ssl.SslContext;
import io.netty.util.concurrent.Future;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps one stream to the control plane up, for as long as this is open. While there is none, what
 * is held goes on serving.
 *
 * <p>Each attempt dials anew, so the name is looked up anew and no back-off but ours is at work.
 */
public final class ConfigStreamClient implements AutoCloseable {

  /**
   * Who asks whom.
   *
   * @param host of the control plane: a name or a literal IP
   * @param port of its stream
   * @param namespace of this pod
   * @param pod its name
   * @param security of the stream; empty for none, where pods and control plane are one machine's
   */
  public record Peers(
      String host, int port, String namespace, String pod, Optional<StreamSecurity> security) {}

  private static final Logger LOG = LoggerFactory.getLogger(ConfigStreamClient.class);

  private static final Duration FIRST_BACKOFF = Duration.ofMillis(100);
  private static final Duration LONGEST_BACKOFF = Duration.ofSeconds(5);
  private static final int CONNECT_MILLIS = 2_000;
  private static final Duration WELCOME_WITHIN = Duration.ofSeconds(5);

  /** The shortest that gRPC allows; the control plane permits it. */
  private static final Duration KEEP_ALIVE = Duration.ofSeconds(10);

  private static final Duration KEEP_ALIVE_ANSWER = Duration.ofSeconds(5);

  /** A target with 100,000 endpoints has less. */
  private static final int MOST_MESSAGE_BYTES = 16 << 20;

  private final Peers peers;
  private final EventLoops loops;
  private final EventLoop owner;
  private final TargetTable targets;
  private final PerLoop<Counters> counters;
  private final InstantSource clock;
  private final Backoff backoff;
  private final @Nullable SslContext tls;
  private volatile StreamStatus status;

  /** One try to reach the control plane, and the stream it may become. */
  private record Attempt(ManagedChannel channel, DiscoverCall call, Future<?> deadline) {}

  // The owner's alone.
  private @Nullable Attempt attempt;
  private boolean closed;

  private ConfigStreamClient(
      Peers peers,
      EventLoops loops,
      EventLoop owner,
      TargetTable targets,
      PerLoop<Counters> counters,
      InstantSource clock,
      RandomGenerator dice) {
    this.peers = peers;
    this.loops = loops;
    this.owner = owner;
    this.targets = targets;
    this.counters = counters;
    this.clock = clock;
    this.backoff = new Backoff(FIRST_BACKOFF, LONGEST_BACKOFF, dice);
    this.tls = peers.security().map(StreamSecurity::context).orElse(null);
    this.status = StreamStatus.starting(clock.instant());
  }

  /**
   * Begins to connect, and returns at once.
   *
   * @param owner the event loop that owns {@code targets}; all of the stream happens on it
   * @param dice for the back-off
   */
  public static ConfigStreamClient open(
      Peers peers,
      EventLoops loops,
      EventLoop owner,
      TargetTable targets,
      PerLoop<Counters> counters,
      InstantSource clock,
      RandomGenerator dice) {
    var client = new ConfigStreamClient(peers, loops, owner, targets, counters, clock, dice);
    owner.execute(client::connect);
    return client;
  }

  /** How the stream is doing. Any thread. */
  public StreamStatus status() {
    return status;
  }

  /** Ends the stream; what is held stays held. Waits for the owner, 1 s at most. */
  @Override
  public void close() {
    owner.submit(this::closeNow).awaitUninterruptibly(1, TimeUnit.SECONDS);
  }

  // From here on: only the owner's thread.

  private void closeNow() {
    closed = true;
    if (attempt != null) {
      attempt.channel().shutdownNow();
    }
  }

  private void connect() {
    if (closed) {
      return;
    }
    counters.get().increment(Metric.CONFIG_STREAMS);
    ManagedChannel channel = dial();
    var call = new DiscoverCall(targets, counters.get(), new Events());
    var deadline =
        owner.schedule(
            () -> call.end("no welcome within %d s".formatted(WELCOME_WITHIN.toSeconds())),
            WELCOME_WITHIN.toMillis(),
            TimeUnit.MILLISECONDS);
    attempt = new Attempt(channel, call, deadline);
    var stub = DiscoveryServiceGrpc.newStub(channel);
    peers
        .security()
        .ifPresentOrElse(
            security -> stub.withCallCredentials(new TokenFile(security.token())).discover(call),
            () -> stub.discover(call));
    call.hello(peers.namespace(), peers.pod());
  }

  /**
   * All callbacks run on the owner: it is the channel's executor and its only event loop. Only the
   * name is looked up elsewhere, on a thread that may block.
   */
  private ManagedChannel dial() {
    var builder = NettyChannelBuilder.forAddress(peers.host(), peers.port());
    if (tls == null) {
      builder.usePlaintext();
    } else {
      builder.sslContext(tls);
      peers.security().ifPresent(security -> builder.overrideAuthority(security.name()));
    }
    return builder
        .eventLoopGroup(owner)
        .channelType(loops.channelType())
        .executor(owner)
        .withOption(ChannelOption.ALLOCATOR, loops.allocator())
        .withOption(ChannelOption.CONNECT_TIMEOUT_MILLIS, CONNECT_MILLIS)
        .keepAliveTime(KEEP_ALIVE.toMillis(), TimeUnit.MILLISECONDS)
        .keepAliveTimeout(KEEP_ALIVE_ANSWER.toMillis(), TimeUnit.MILLISECONDS)
        .maxInboundMessageSize(MOST_MESSAGE_BYTES)
        .disableRetry()
        .disableServiceConfigLookUp()
        .proxyDetector(_ -> null)
        .build();
  }

  private final class Events implements DiscoverCall.Listener {

    @Override
    public void welcomed(DiscoverCall call) {
      connected(call);
    }

    @Override
    public void ended(DiscoverCall call, String why) {
      disconnected(why);
    }
  }

  private void connected(DiscoverCall call) {
    if (attempt != null) {
      attempt.deadline().cancel(false);
    }
    status = status.cameUp(clock.instant());
    LOG.info("stream to {}:{} is up", peers.host(), peers.port());
    targets.connected(call);
  }

  private void disconnected(String why) {
    if (attempt != null) {
      attempt.deadline().cancel(false);
      attempt.channel().shutdownNow();
      attempt = null;
    }
    targets.disconnected();
    if (!closed) {
      reconnect(why);
    }
  }

  private void reconnect(String why) {
    Instant now = clock.instant();
    StreamStatus before = status;
    var lasted = before.up() ? Duration.between(before.since(), now) : Duration.ZERO;
    Duration pause = backoff.next(lasted);
    status = before.wentDown(now, why);
    // Once for each new reason: a control plane that is away for hours fills no disk.
    if (before.up() || !before.problem().equals(why)) {
      LOG.warn(
          "no stream to {}:{}: {}; what is held goes on serving, new destinations pass through;"
              + " trying again",
          peers.host(),
          peers.port(),
          why);
    }
    var _ = owner.schedule(this::connect, pause.toMillis(), TimeUnit.MILLISECONDS);
  }
}
