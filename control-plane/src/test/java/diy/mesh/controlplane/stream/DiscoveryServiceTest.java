package diy.mesh.controlplane.stream;

import static diy.mesh.controlplane.Meshes.change;
import static diy.mesh.controlplane.Meshes.service;
import static diy.mesh.controlplane.Meshes.slice;
import static org.assertj.core.api.Assertions.assertThat;

import diy.mesh.model.target.Target;
import diy.mesh.proto.v1.Update;
import diy.mesh.wire.TargetCodec;
import io.grpc.ManagedChannel;
import io.grpc.Server;
import io.grpc.Status;
import io.grpc.inprocess.InProcessChannelBuilder;
import io.grpc.inprocess.InProcessServerBuilder;
import java.io.IOException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class DiscoveryServiceTest {

  private static final String APP_A = "10.0.0.1:80";
  private static final String APP_B = "10.0.0.2:80";

  private final List<Server> servers = new ArrayList<>();
  private final List<ManagedChannel> channels = new ArrayList<>();
  private Publisher publisher = new Publisher(InstantSource.system());
  private ManagedChannel channel = connect(publisher);

  @BeforeEach
  void a_mesh_of_two_services() {
    publisher.take(change(service("app-a", "10.0.0.1"), service("app-b", "10.0.0.2")));
  }

  @AfterEach
  void stop() {
    channels.forEach(ManagedChannel::shutdownNow);
    servers.forEach(Server::shutdownNow);
  }

  @Test
  void a_proxy_asks_and_hears_of_every_change_from_then_on() throws Exception {
    try (var proxy = ProxyClient.join(channel, "app-a-1", Map.of())) {
      proxy.subscribe(APP_B);
      var first = proxy.nextUpdate();
      publisher.take(change(slice("app-b", "10.1.0.1")));
      var second = proxy.nextUpdate();

      assertThat(first.getAddress()).isEqualTo(APP_B);
      assertThat(second.getVersion()).isNotEqualTo(first.getVersion());
      assertThat(TargetCodec.decode(second.getTarget())).isInstanceOf(Target.OfService.class);
    }
  }

  @Test
  void a_change_wakes_only_its_subscribers() throws Exception {
    try (var one = ProxyClient.join(channel, "one", Map.of());
        var two = ProxyClient.join(channel, "two", Map.of())) {
      one.subscribe(APP_A);
      one.nextUpdate();
      two.subscribe(APP_B);
      two.nextUpdate();

      publisher.take(change(slice("app-b", "10.1.0.1")));
      publisher.take(change(slice("app-a", "10.1.0.2")));

      assertThat(one.nextUpdate().getAddress()).isEqualTo(APP_A);
      assertThat(two.nextUpdate().getAddress()).isEqualTo(APP_B);
      assertThat(one.heardAll() && two.heardAll()).isTrue();
    }
  }

  @Test
  void a_proxy_resumes_after_a_restart_and_is_sent_only_what_differs() throws Exception {
    Map<String, String> held = new LinkedHashMap<>();
    try (var proxy = ProxyClient.join(channel, "one", Map.of())) {
      proxy.subscribe(APP_A);
      held.put(APP_A, proxy.nextUpdate().getVersion());
      proxy.subscribe(APP_B);
      held.put(APP_B, proxy.nextUpdate().getVersion());
    }
    restart();
    publisher.take(
        change(
            service("app-a", "10.0.0.1"),
            service("app-b", "10.0.0.2"),
            slice("app-b", "10.1.0.1")));

    try (var proxy = ProxyClient.join(channel, "one", held)) {
      var update = proxy.nextUpdate();
      proxy.subscribe("10.0.0.9:80");

      assertThat(update.getAddress()).isEqualTo(APP_B);
      assertThat(proxy.nextUpdate().getAddress())
          .as("nothing between was sent again")
          .isEqualTo("10.0.0.9:80");
    }
  }

  @Test
  void answers_are_kept_for_people_to_read() throws Exception {
    try (var proxy = ProxyClient.join(channel, "one", Map.of())) {
      proxy.subscribe(APP_A);
      proxy.ack(proxy.nextUpdate());
      proxy.subscribe(APP_B);
      proxy.nack(proxy.nextUpdate(), "cannot");
      settle(proxy);

      assertThat(publisher.proxies().getFirst().targets())
          .extracting(target -> target.address() + " " + target.acked() + " " + target.nack())
          .startsWith(APP_A + " true Optional.empty", APP_B + " false Optional[cannot]");
    }
  }

  @Test
  void a_block_is_withdrawn_when_a_service_appears_in_it() throws Exception {
    try (var proxy = ProxyClient.join(channel, "one", Map.of())) {
      proxy.subscribe("93.184.216.34:443");
      proxy.nextUpdate();

      publisher.take(change(service("late", "93.0.0.1")));

      assertThat(proxy.next().getWithdraw().getBlock()).isEqualTo("64.0.0.0/2");
    }
  }

  @Test
  void a_stream_that_does_not_begin_with_a_hello_is_ended() throws Exception {
    try (var proxy = ProxyClient.open(channel)) {
      proxy.subscribe(APP_B);

      assertThat(proxy.end().getCode()).isEqualTo(Status.Code.FAILED_PRECONDITION);
      assertThat(proxy.end().getDescription())
          .isEqualTo("first message: SUBSCRIBE (expected: HELLO)");
    }
  }

  @Test
  void a_protocol_one_version_away_is_understood_and_no_other() throws Exception {
    try (var newer = ProxyClient.open(channel);
        var far = ProxyClient.open(channel)) {
      newer.hello(2, "one", Map.of());
      far.hello(3, "two", Map.of());

      assertThat(newer.next().getWelcome().getProtocol()).isEqualTo(1);
      assertThat(far.end().getDescription())
          .isEqualTo(
              "protocol: 3 (expected: 1, or one more or less); update the older of proxy and"
                  + " control plane");
    }
  }

  @Test
  void what_is_no_address_ends_the_stream() throws Exception {
    try (var proxy = ProxyClient.join(channel, "one", Map.of())) {
      proxy.subscribe("app-b:80");

      assertThat(proxy.end().getCode()).isEqualTo(Status.Code.INVALID_ARGUMENT);
    }
    assertThat(publisher.counts().proxies()).isZero();
  }

  @Test
  void a_second_hello_ends_the_stream() throws Exception {
    try (var proxy = ProxyClient.join(channel, "one", Map.of())) {
      proxy.hello(1, "one", Map.of());

      assertThat(proxy.end().getDescription()).isEqualTo("hello: a second one (expected: one)");
    }
  }

  @Test
  void too_many_targets_end_the_stream() throws Exception {
    try (var proxy = ProxyClient.open(channel)) {
      Map<String, String> held = new LinkedHashMap<>();
      for (int port = 1; port <= Proxy.MOST_SUBSCRIPTIONS + 1; port++) {
        held.put("10.0.0.1:" + port, "v");
      }
      proxy.hello(1, "one", held);

      assertThat(proxy.end().getCode()).isEqualTo(Status.Code.RESOURCE_EXHAUSTED);
      assertThat(proxy.end().getDescription())
          .isEqualTo("subscriptions: 4097 (expected: at most 4096)");
    }
  }

  @Test
  void a_proxy_that_leaves_is_forgotten() throws Exception {
    var proxy = ProxyClient.join(channel, "one", Map.of());
    proxy.subscribe(APP_B);
    proxy.nextUpdate();

    proxy.close();

    assertThat(proxy.end().isOk()).isTrue();
    assertThat(publisher.counts().proxies()).isZero();
    assertThat(publisher.counts().watched()).isZero();
  }

  /** Once this is answered, all that was said before has been taken in. */
  private static void settle(ProxyClient proxy) throws InterruptedException {
    proxy.subscribe("127.0.0.1:1");
    Update update = proxy.nextUpdate();
    assertThat(update.getAddress()).isEqualTo("127.0.0.1:1");
  }

  private void restart() {
    servers.removeFirst().shutdownNow();
    publisher = new Publisher(InstantSource.system());
    channel = connect(publisher);
  }

  private ManagedChannel connect(Publisher to) {
    String name = InProcessServerBuilder.generateName();
    try {
      servers.add(
          InProcessServerBuilder.forName(name)
              .addService(new DiscoveryService(to))
              .build()
              .start());
    } catch (IOException e) {
      throw new AssertionError(e);
    }
    channels.add(InProcessChannelBuilder.forName(name).build());
    return channels.getLast();
  }
}
