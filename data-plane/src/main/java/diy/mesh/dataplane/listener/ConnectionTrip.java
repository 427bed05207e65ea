package diy.mesh.dataplane.listener;

import diy.mesh.dataplane.config.HeldTarget;
import diy.mesh.dataplane.config.TargetTable;
import diy.mesh.dataplane.detect.DetectHandler;
import diy.mesh.dataplane.http.ClientConnection;
import diy.mesh.dataplane.http.ClientStreams;
import diy.mesh.dataplane.http.Upstreams;
import diy.mesh.dataplane.loop.Descriptors;
import diy.mesh.dataplane.loop.Drain;
import diy.mesh.dataplane.loop.Patience;
import diy.mesh.dataplane.loop.PerLoop;
import diy.mesh.dataplane.loop.Reset;
import diy.mesh.dataplane.path.Decision;
import diy.mesh.dataplane.path.Destination;
import diy.mesh.dataplane.path.RequestPath;
import diy.mesh.dataplane.relay.Relay;
import diy.mesh.dataplane.telemetry.Attribution;
import diy.mesh.dataplane.telemetry.Counters;
import diy.mesh.dataplane.telemetry.Direction;
import diy.mesh.dataplane.telemetry.Metric;
import diy.mesh.dataplane.telemetry.RelayRecord;
import diy.mesh.dataplane.upstream.Dialer;
import diy.mesh.model.service.Address;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFuture;
import io.netty.channel.socket.SocketChannel;
import java.time.Duration;
import java.util.Set;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * One connection's trip through the proxy, station by station: where was it going, what is known of
 * that place, which protocol does it speak; then each request by {@code http} and {@link
 * RequestPath}, or all its bytes by {@code relay}.
 */
public final class ConnectionTrip {

  /**
   * What all trips share.
   *
   * @param room for how many of them there is
   * @param patience how long they wait for what
   * @param silence how long a client may say nothing before its server may speak first
   * @param opaquePorts where connections go whose bytes nobody looks at
   * @param nanos a clock that only goes forward
   */
  public record Stations(
      OriginalDestination originalDestination,
      TargetTable targets,
      RequestPath path,
      Dialer dialer,
      PerLoop<Upstreams> upstreams,
      ConnectionRoom room,
      Patience patience,
      Duration silence,
      Set<Integer> opaquePorts,
      LongSupplier nanos) {}

  private final Stations stations;
  private final Drain drain;
  private final SocketChannel client;
  private final Upstreams upstreams;
  private final Counters counters;
  private final Destination destination;

  /** What is known of it if its bytes are relayed. */
  private RelayRecord record;

  private ConnectionTrip(
      Stations stations, Drain drain, SocketChannel client, Destination destination) {
    this.stations = stations;
    this.drain = drain;
    this.client = client;
    this.upstreams = stations.upstreams().get();
    this.counters = upstreams.counters();
    this.destination = destination;
    this.record = newRecord(RelayRecord.OPAQUE, stations.path().unread(destination), null);
  }

  private RelayRecord newRecord(
      String protocol, Attribution attribution, @Nullable Address upstream) {
    return new RelayRecord(
        protocol, client.remoteAddress(), attribution, upstream, System.nanoTime());
  }

  /** Begins the trip of a connection that was just accepted. On its event loop. */
  static void begin(Stations stations, Drain drain, Direction direction, SocketChannel client) {
    if (!stations.room().enter()) {
      // A client that waits in vain learns nothing; one that is reset may try somebody else.
      stations.upstreams().get().counters().increment(Metric.LIMIT_CONNECTIONS);
      Reset.now(client);
      return;
    }
    client.closeFuture().addListener(_ -> stations.room().leave());
    drain.open().add(client);
    Address address = stations.originalDestination().of(client);
    switch (direction) {
      case INBOUND ->
          new ConnectionTrip(stations, drain, client, new Destination.Inbound(address)).detect();
      case OUTBOUND -> {
        HeldTarget held = stations.targets().follow(address);
        client.closeFuture().addListener(_ -> held.release());
        var trip =
            new ConnectionTrip(stations, drain, client, new Destination.Outbound(address, held));
        // The first bytes wait in the kernel until we know where they may go.
        held.whenDecided(client.eventLoop(), trip::detect);
      }
    }
  }

  private void detect() {
    Direction direction = destination.direction();
    count(Metric.accepted(direction));
    count(Metric.open(direction));
    client.closeFuture().addListener(_ -> counters.add(Metric.open(direction), -1));
    if (stations.path().isNotOurs(destination)) {
      count(Metric.VERDICT_PASSTHROUGH);
      relay(Unpooled.EMPTY_BUFFER, dial(RelayRecord.PASSTHROUGH));
      return;
    }
    if (destination instanceof Destination.Outbound(var _, var held)
        && held.knowledge() instanceof HeldTarget.Knowledge.Unanswered) {
      count(Metric.CONFIG_MISSING);
    }
    if (stations.opaquePorts().contains(destination.address().port())) {
      // Dialed at once: a client that waits for its server need not prove it by a silence.
      new Detected().relay(Unpooled.EMPTY_BUFFER, null);
      return;
    }
    client
        .pipeline()
        .addLast(new DetectHandler(stations.silence(), stations.patience(), new Detected()));
  }

  /** What the first bytes lead to. */
  private final class Detected implements DetectHandler.Next {

    @Override
    public void http(ByteBuf first) {
      serve(first).start();
    }

    @Override
    public void tooSlow(ByteBuf first) {
      serve(first).headTooSlow();
    }

    @Override
    public void http2(ByteBuf first) {
      count(Metric.VERDICT_HTTP2);
      ClientStreams.serve(client, destination, stations.path(), upstreams, drain, first);
    }

    private ClientConnection serve(ByteBuf first) {
      count(Metric.VERDICT_HTTP);
      var connection =
          new ClientConnection(client, destination, stations.path(), upstreams, drain, first);
      client.pipeline().addLast(connection);
      return connection;
    }

    @Override
    public void idle() {
      count(Metric.LIMIT_RELAY_IDLE);
      client.close();
    }

    @Override
    public @Nullable ChannelFuture dial() {
      return ConnectionTrip.this.dial(RelayRecord.OPAQUE);
    }

    @Override
    public void relay(ByteBuf first, @Nullable ChannelFuture upstream) {
      count(Metric.VERDICT_OPAQUE);
      ConnectionTrip.this.relay(
          first, upstream == null ? ConnectionTrip.this.dial(RelayRecord.OPAQUE) : upstream);
    }
  }

  private @Nullable ChannelFuture dial(String protocol) {
    return switch (stations.path().decideConnection(destination)) {
      case Decision.Forward(var upstream, var attribution, var _) -> {
        record = newRecord(protocol, attribution, upstream);
        yield dial(upstream);
      }
      case Decision.Refuse(var refusal, var attribution) -> {
        // No protocol that we know, so no answer but the one every client knows.
        count(Metric.refusal(refusal.reason()));
        record = newRecord(protocol, attribution, null);
        fail(refusal.reason());
        yield null;
      }
    };
  }

  private ChannelFuture dial(Address upstream) {
    return stations
        .dialer()
        .dial(client.eventLoop(), upstream)
        .addListener(
            dialed -> {
              if (Descriptors.areMissing(dialed.cause())) {
                count(Metric.LIMIT_DESCRIPTORS_CONNECT);
              }
            });
  }

  private void relay(ByteBuf first, @Nullable ChannelFuture upstream) {
    if (upstream == null) {
      first.release();
    } else if (upstream.isDone()) {
      join(first, upstream);
    } else {
      var unasked = Unasked.of(client, first);
      upstream.addListener(_ -> join(unasked.take(client), upstream));
    }
  }

  private void join(ByteBuf first, ChannelFuture upstream) {
    if (!upstream.isSuccess()) {
      count(Metric.UPSTREAM_FAILED);
      first.release();
      fail(RelayRecord.CONNECT_FAILED);
    } else if (!client.isActive()) {
      first.release();
      upstream.channel().close();
    } else {
      count(Metric.UPSTREAM_OPENED);
      counters.add(Metric.BYTES_RECEIVED, first.readableBytes());
      var patience = stations.patience();
      Relay.join(client, upstream.channel(), first, record, upstreams.observer(), patience);
    }
  }

  private void fail(String reason) {
    record.failed(reason);
    upstreams.observer().finished(record, System.nanoTime());
    Reset.now(client); // as the upstream itself would refuse a connection
  }

  private void count(Metric metric) {
    counters.increment(metric);
  }
}
