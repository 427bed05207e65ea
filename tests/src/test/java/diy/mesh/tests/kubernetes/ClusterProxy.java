package diy.mesh.tests.kubernetes;

import diy.mesh.dataplane.config.ConfigStreamClient;
import diy.mesh.dataplane.config.HeldTarget;
import diy.mesh.dataplane.config.StreamSecurity;
import diy.mesh.dataplane.config.StreamStatus;
import diy.mesh.dataplane.config.TargetTable;
import diy.mesh.dataplane.loop.EventLoops;
import diy.mesh.dataplane.loop.PerLoop;
import diy.mesh.dataplane.telemetry.Telemetry;
import diy.mesh.model.route.Backend;
import diy.mesh.model.route.Rule;
import diy.mesh.model.service.Address;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.function.BooleanSupplier;

/** A proxy's end of the stream, the real one. */
final class ClusterProxy implements AutoCloseable {

  private final EventLoops loops = EventLoops.start(1);
  private final ConfigStreamClient stream;
  private final TargetTable targets;

  /** Of a pod that it makes, with a token for it. */
  ClusterProxy(int streamPort, String namespace, String pod) throws IOException {
    this(streamPort, namespace, pod, Optional.of(credentials(namespace, pod)));
  }

  ClusterProxy(int streamPort, String namespace, String pod, Optional<StreamSecurity> security) {
    var telemetry = new Telemetry(10);
    var owner = loops.group().next();
    var counters = new PerLoop<>(telemetry::newCounters);
    var clock = InstantSource.system();
    var limits = new TargetTable.Limits(Duration.ofMinutes(5), Duration.ofMinutes(5), 16);
    targets = new TargetTable(owner, limits, counters, telemetry.series(), clock, new Random(0));
    var peers = new ConfigStreamClient.Peers("127.0.0.1", streamPort, namespace, pod, security);
    stream = ConfigStreamClient.open(peers, loops, owner, targets, counters, clock, new Random(0));
  }

  private static StreamSecurity credentials(String namespace, String pod) throws IOException {
    ProxyCredentials.makePod(namespace, pod);
    String token = ProxyCredentials.token(namespace, pod, ProxyCredentials.AUDIENCE);
    return ProxyCredentials.with(token);
  }

  StreamStatus status() {
    return stream.status();
  }

  /** As a request to this address does. */
  HeldTarget follow(Address address) {
    return targets.follow(address);
  }

  /** The weights of the first rule; empty while it has no answer. */
  static List<Integer> weights(HeldTarget held) {
    return rules(held).stream()
        .limit(1)
        .flatMap(rule -> rule.backends().backends().stream())
        .map(Backend::weight)
        .toList();
  }

  /** All rules; empty while it has no answer. */
  static List<Rule> rules(HeldTarget held) {
    return held.knowledge() instanceof HeldTarget.Knowledge.Known(var plan)
        ? plan.target().rules()
        : List.of();
  }

  static void await(BooleanSupplier condition) {
    while (!condition.getAsBoolean()) {
      Thread.onSpinWait();
    }
  }

  @Override
  public void close() {
    stream.close();
    loops.close();
  }
}
