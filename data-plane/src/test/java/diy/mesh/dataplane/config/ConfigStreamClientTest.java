package diy.mesh.dataplane.config;

import static diy.mesh.dataplane.config.Answers.meaning;
import static org.assertj.core.api.Assertions.assertThat;

import diy.mesh.dataplane.loop.EventLoops;
import diy.mesh.dataplane.loop.PerLoop;
import diy.mesh.dataplane.telemetry.Counters;
import diy.mesh.dataplane.telemetry.Metric;
import diy.mesh.dataplane.telemetry.SeriesTable;
import diy.mesh.dataplane.telemetry.Telemetry;
import diy.mesh.model.service.Address;
import diy.mesh.proto.v1.Held;
import io.netty.channel.EventLoop;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ConfigStreamClientTest {

  private static final String APP_B = "10.96.0.7:80";
  private static final int PROTOCOL = 1;
  private static final Duration LONG = Duration.ofSeconds(30);

  private final EventLoops loops = EventLoops.start(2);
  private final EventLoop owner = loops.group().next();
  private final EventLoop other = loops.group().next();
  private final InstantSource clock = InstantSource.system();
  private final Telemetry telemetry = new Telemetry(100);
  private final PerLoop<Counters> counters = new PerLoop<>(telemetry::newCounters);
  private FakeControlPlane controlPlane;
  private TargetTable targets;
  private ConfigStreamClient client;

  @BeforeEach
  void open() throws IOException {
    controlPlane = new FakeControlPlane(0);
    open(LONG);
  }

  private void open(Duration wait) {
    targets =
        new TargetTable(
            owner,
            new TargetTable.Limits(wait, Duration.ofMinutes(10), 4_096),
            counters,
            new SeriesTable(100),
            clock,
            new SplittableRandom(1));
    client =
        ConfigStreamClient.open(
            new ConfigStreamClient.Peers(
                "127.0.0.1", controlPlane.port(), "demo", "app-a-1", Optional.empty()),
            loops,
            owner,
            targets,
            counters,
            clock,
            new SplittableRandom(1));
  }

  @AfterEach
  void close() {
    client.close();
    loops.close();
    controlPlane.close();
  }

  @Test
  void the_hello_says_who_asks() throws Exception {
    var hello = controlPlane.hello().getHello();

    assertThat(hello.getProtocol()).isEqualTo(PROTOCOL);
    assertThat(hello.getNamespace()).isEqualTo("demo");
    assertThat(hello.getPod()).isEqualTo("app-a-1");
    assertThat(hello.getHeldList()).isEmpty();
  }

  @Test
  void an_answer_is_used_and_acknowledged() throws Exception {
    connect();
    var held = follow(APP_B);
    assertThat(controlPlane.hear().getSubscribe().getAddress()).isEqualTo(APP_B);
    var decided = decided(held);

    controlPlane.update(APP_B, "v1", Answers.service("10.1.0.1:8080"));

    assertThat(decided.get(10, TimeUnit.SECONDS)).isEqualTo("10.1.0.1:8080");
    var ack = controlPlane.hear().getAck();
    assertThat(ack.getAddress()).isEqualTo(APP_B);
    assertThat(ack.getVersion()).isEqualTo("v1");
    assertThat(client.status().up()).isTrue();
    assertThat(telemetry.value(Metric.CONFIG_ACKS)).isEqualTo(1);
  }

  @Test
  void an_update_that_cannot_be_used_is_refused_and_the_old_one_serves() throws Exception {
    connect();
    var held = known(APP_B);

    controlPlane.update(APP_B, "v2", Answers.NONSENSE);

    var nack = controlPlane.hear().getNack();
    assertThat(nack.getVersion()).isEqualTo("v2");
    assertThat(nack.getReason()).startsWith("target: ");
    assertThat(meaning(held)).isEqualTo("10.1.0.1:8080");
    assertThat(telemetry.value(Metric.CONFIG_NACKS)).as("with the probe").isEqualTo(2);
  }

  @Test
  void an_update_for_what_is_no_address_is_refused() throws Exception {
    connect();

    controlPlane.update("app-b", "v1", Answers.service("10.1.0.1:8080"));

    assertThat(controlPlane.hear().getNack().getReason()).contains("'app-b'");
  }

  @Test
  void what_is_in_use_changes_with_the_next_version() throws Exception {
    connect();
    var held = known(APP_B);

    controlPlane.update(APP_B, "v2", Answers.service("10.1.0.2:8080"));

    assertThat(controlPlane.hear().getAck().getVersion()).isEqualTo("v2");
    assertThat(meaning(held)).isEqualTo("10.1.0.2:8080");
  }

  @Test
  void a_stream_that_breaks_is_opened_again_and_goes_on_where_it_was() throws Exception {
    connect();
    var held = known(APP_B);

    controlPlane.breakStream();
    var hello = controlPlane.hello().getHello();

    assertThat(hello.getHeldList())
        .containsExactly(Held.newBuilder().setAddress(APP_B).setVersion("v1").build());
    assertThat(client.status().up()).isFalse();
    assertThat(client.status().problem()).contains("restarting");
    assertThat(meaning(held)).isEqualTo("10.1.0.1:8080");
    assertThat(telemetry.value(Metric.CONFIG_STREAMS)).isEqualTo(2);
  }

  @Test
  void what_was_new_while_the_stream_was_down_is_asked_for_afterwards() throws Exception {
    connect();
    controlPlane.breakStream();
    controlPlane.hello();

    var held = follow(APP_B);
    assertThat(decided(held).get(10, TimeUnit.SECONDS)).isEqualTo("unanswered");
    controlPlane.welcome(PROTOCOL);

    assertThat(controlPlane.hear().getSubscribe().getAddress()).isEqualTo(APP_B);
  }

  @Test
  void a_control_plane_that_comes_back_is_found() throws Exception {
    connect();
    int port = controlPlane.port();

    controlPlane.close();
    controlPlane = new FakeControlPlane(port);

    assertThat(controlPlane.hello().hasHello()).isTrue();
  }

  @Test
  void nobody_waits_longer_than_allowed_for_an_answer() throws Exception {
    controlPlane.hello();
    client.close();
    open(Duration.ofMillis(20));
    connect();

    var held = follow(APP_B);

    assertThat(decided(held).get(10, TimeUnit.SECONDS)).isEqualTo("unanswered");
    assertThat(controlPlane.hear().getSubscribe().getAddress()).isEqualTo(APP_B);
  }

  @Test
  void a_withdrawn_block_is_asked_for_again() throws Exception {
    connect();
    follow("64.0.0.1:443");
    controlPlane.hear();
    controlPlane.update("64.0.0.1:443", "v1", Answers.notOurs("64.0.0.0/2"));
    assertThat(controlPlane.hear().getAck().getVersion()).isEqualTo("v1");

    controlPlane.withdraw("64.0.0.0/2");
    assertThat(controlPlane.hear().getUnsubscribe().getAddress()).isEqualTo("64.0.0.1:443");
    follow("64.0.0.2:443");

    assertThat(controlPlane.hear().getSubscribe().getAddress()).isEqualTo("64.0.0.2:443");
  }

  @Test
  void a_protocol_that_is_too_far_away_is_not_spoken() throws Exception {
    controlPlane.hello();

    controlPlane.welcome(PROTOCOL + 2);
    controlPlane.hello();

    assertThat(client.status().up()).isFalse();
    assertThat(client.status().problem())
        .isEqualTo(
            "the control plane speaks version 3 of the protocol (expected: 0 to 2); update the"
                + " older of control plane and proxy");
  }

  @Test
  void a_protocol_one_version_newer_is_understood() throws Exception {
    controlPlane.hello();

    controlPlane.welcome(PROTOCOL + 1);
    follow(APP_B);

    assertThat(controlPlane.hear().getSubscribe().getAddress()).isEqualTo(APP_B);
  }

  private void connect() throws InterruptedException {
    controlPlane.hello();
    controlPlane.welcome(PROTOCOL);
    controlPlane.update("probe", "v0", Answers.NONSENSE);
    assertThat(controlPlane.hear().hasNack()).as("so it has heard the welcome").isTrue();
  }

  /** As a connection on another event loop than the stream's would. */
  private HeldTarget follow(String address) throws Exception {
    return other.submit(() -> targets.follow(Address.parse(address))).get(10, TimeUnit.SECONDS);
  }

  private HeldTarget known(String address) throws Exception {
    var held = follow(address);
    controlPlane.hear();
    controlPlane.update(address, "v1", Answers.service("10.1.0.1:8080"));
    assertThat(controlPlane.hear().getAck().getVersion()).isEqualTo("v1");
    return held;
  }

  private CompletableFuture<String> decided(HeldTarget held) {
    var meaning = new CompletableFuture<String>();
    held.whenDecided(other, () -> meaning.complete(meaning(held)));
    return meaning;
  }
}
