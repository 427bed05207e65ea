package diy.mesh.controlplane.stream;

import static diy.mesh.controlplane.Meshes.applied;
import static diy.mesh.controlplane.Meshes.backend;
import static diy.mesh.controlplane.Meshes.change;
import static diy.mesh.controlplane.Meshes.port;
import static diy.mesh.controlplane.Meshes.removal;
import static diy.mesh.controlplane.Meshes.route;
import static diy.mesh.controlplane.Meshes.service;
import static diy.mesh.controlplane.Meshes.slice;
import static org.assertj.core.api.Assertions.assertThat;

import diy.mesh.controlplane.snapshot.TargetBuilder;
import diy.mesh.controlplane.snapshot.VersionedTarget;
import diy.mesh.controlplane.source.SourceChange;
import diy.mesh.controlplane.source.SourceFile;
import diy.mesh.model.service.Address;
import diy.mesh.model.service.Cidr;
import diy.mesh.model.target.Target;
import diy.mesh.resources.Problem;
import diy.mesh.resources.Resource;
import io.grpc.Status;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class PublisherTest {

  private static final Address APP_A = Address.of("10.0.0.1", 80);
  private static final Address APP_B = Address.of("10.0.0.2", 80);
  private static final Address OUTSIDE = Address.of("93.184.216.34", 443);

  private Instant now = Instant.parse("2026-11-01T12:00:00Z");
  private final Publisher publisher = new Publisher(() -> now);
  private final FakeLink link = new FakeLink();

  @BeforeEach
  void a_mesh_of_two_services() {
    publisher.take(change(service("app-a", "10.0.0.1"), service("app-b", "10.0.0.2")));
  }

  @Test
  void a_change_wakes_those_it_concerns_and_nobody_else() {
    var other = new FakeLink();
    publisher.subscribe(join("one", link), APP_B);
    publisher.subscribe(join("two", other), APP_A);
    link.take();
    other.take();
    long built = publisher.counts().targetsBuilt();

    publisher.take(change(slice("app-b", "10.1.0.1")));

    assertThat(link.take()).containsExactly(update(APP_B));
    assertThat(other.take()).isEmpty();
    assertThat(publisher.counts().targetsBuilt()).isEqualTo(built + 1);
  }

  @Test
  void a_target_is_made_once_for_all_proxies() {
    var other = new FakeLink();
    publisher.subscribe(join("one", link), APP_B);

    publisher.subscribe(join("two", other), APP_B);

    var first = (Outgoing.Update) link.take().getLast();
    var second = (Outgoing.Update) other.take().getLast();
    assertThat(second.target()).isSameAs(first.target());
  }

  @Test
  void a_change_that_makes_no_difference_to_a_target_is_not_told() {
    publisher.subscribe(join("one", link), APP_B);
    link.take();

    publisher.take(change(slice("app-b")));

    assertThat(link.take()).isEmpty();
  }

  @Test
  void a_backend_that_appears_is_picked_up() {
    publisher.take(change(route("app-b", backend("app-b", 1), backend("app-b2", 1))));
    publisher.subscribe(join("one", link), APP_B);
    link.take();

    publisher.take(change(service("app-b2", "10.0.0.3"), slice("app-b2", "10.1.0.1")));

    assertThat(link.take()).containsExactly(update(APP_B));
  }

  @Test
  void a_service_that_goes_is_not_ours_any_more() {
    publisher.subscribe(join("one", link), APP_B);
    link.take();

    publisher.take(removal(service("app-b").key()));

    assertThat(link.take()).containsExactly(update(APP_B));
  }

  @Test
  void who_unsubscribes_hears_nothing_more() {
    var proxy = join("one", link);
    publisher.subscribe(proxy, APP_B);
    link.take();

    publisher.unsubscribe(proxy, APP_B);
    publisher.take(change(slice("app-b", "10.1.0.1")));

    assertThat(link.take()).isEmpty();
    assertThat(publisher.counts().watched()).isZero();
  }

  @Test
  void a_block_in_which_a_service_appears_is_withdrawn() {
    var other = new FakeLink();
    publisher.subscribe(join("one", link), OUTSIDE);
    publisher.subscribe(join("two", other), Address.of("172.16.0.1", 80));
    link.take();
    other.take();

    publisher.take(change(service("late", "93.0.0.1")));

    assertThat(link.take()).containsExactly(new Outgoing.Withdraw(Cidr.parse("64.0.0.0/2")));
    assertThat(other.take()).isEmpty();
    assertThat(publisher.counts().watched()).isEqualTo(1);
  }

  @Test
  void a_proxy_that_asks_again_after_a_withdraw_is_told_of_the_service() {
    var proxy = join("one", link);
    var late = Address.of("93.0.0.1", 80);
    publisher.subscribe(proxy, late);
    publisher.take(change(service("late", "93.0.0.1")));
    link.take();

    publisher.subscribe(proxy, late);

    assertThat(link.take()).containsExactly(update(late));
  }

  @Test
  void a_port_that_a_service_gains_is_told() {
    var tls = Address.of("10.0.0.2", 443);
    publisher.subscribe(join("one", link), tls);
    link.take();

    publisher.take(
        change(service("app-b", List.of("10.0.0.2"), port("http", 80), port("tls", 443))));

    assertThat(link.take()).containsExactly(update(tls));
  }

  @Test
  void a_proxy_that_is_not_ready_skips_versions_and_gets_the_newest() {
    var proxy = join("one", link);
    publisher.subscribe(proxy, APP_B);
    link.take();

    link.ready(false);
    publisher.take(change(slice("app-b", "10.1.0.1")));
    publisher.take(change(slice("app-b", "10.1.0.2")));
    publisher.take(change(slice("app-b", "10.1.0.3")));
    assertThat(link.take()).isEmpty();
    link.ready(true);
    proxy.flush();

    assertThat(link.take()).containsExactly(update(APP_B));
  }

  @Test
  void who_resumes_is_sent_only_what_differs_even_by_another_control_plane() {
    publisher.subscribe(join("one", link), APP_B);
    var held = ((Outgoing.Update) link.take().getLast()).target().version();
    var restarted = new Publisher(() -> now);
    restarted.take(change(service("app-a", "10.0.0.1"), service("app-b", "10.0.0.2")));

    Map<Address, String> holds = new LinkedHashMap<>();
    holds.put(APP_B, held);
    holds.put(APP_A, "0123456789abcdef");
    restarted.join(new ProxyName("demo", "one"), holds, link);

    assertThat(link.take()).containsExactly(new Outgoing.Welcome(), update(APP_A));
    restarted.take(change(slice("app-b", "10.1.0.1")));
    assertThat(link.take())
        .as("it stays subscribed to all of it")
        .extracting(message -> ((Outgoing.Update) message).address())
        .containsExactly(APP_B);
  }

  @Test
  void a_nack_is_kept_until_there_is_another_version() {
    var proxy = join("one", link);
    publisher.subscribe(proxy, APP_B);
    var refused = ((Outgoing.Update) link.take().getLast()).target().version();

    publisher.answer(proxy, APP_B, refused, "no such filter");

    assertThat(publisher.proxies().getFirst().targets())
        .singleElement()
        .satisfies(
            target -> {
              assertThat(target.acked()).isFalse();
              assertThat(target.nack()).contains("no such filter");
            });
    publisher.take(change(slice("app-b", "10.1.0.1")));
    assertThat(publisher.proxies().getFirst().targets())
        .allSatisfy(target -> assertThat(target.nack()).isEmpty());
  }

  @Test
  void an_answer_to_an_older_version_says_nothing() {
    var proxy = join("one", link);
    publisher.subscribe(proxy, APP_B);
    var old = ((Outgoing.Update) link.take().getLast()).target().version();
    publisher.take(change(slice("app-b", "10.1.0.1")));

    publisher.answer(proxy, APP_B, old, null);

    assertThat(publisher.proxies().getFirst().targets())
        .allSatisfy(target -> assertThat(target.acked()).isFalse());
  }

  @Test
  void a_newer_stream_of_a_pod_replaces_the_older_one() {
    var newer = new FakeLink();
    var before = join("one", link);
    publisher.subscribe(before, APP_B);

    join("one", newer);
    publisher.leave(before);

    assertThat(Objects.requireNonNull(link.end()).getCode()).isEqualTo(Status.Code.ABORTED);
    assertThat(newer.end()).isNull();
    assertThat(publisher.counts().proxies()).isEqualTo(1);
    assertThat(publisher.counts().watched()).isZero();
  }

  @Test
  void a_proxy_may_hold_only_so_much() {
    var proxy = join("one", link);
    for (int i = 0; i < Proxy.MOST_SUBSCRIPTIONS; i++) {
      assertThat(publisher.subscribe(proxy, Address.of("172.16.0.1", 1 + i))).isTrue();
    }

    assertThat(publisher.subscribe(proxy, APP_B)).isFalse();
    assertThat(publisher.subscribe(proxy, Address.of("172.16.0.1", 1)))
        .as("one it holds already")
        .isTrue();
  }

  @Test
  void a_content_has_converged_when_every_proxy_has_answered() throws Exception {
    var proxy = join("one", link);
    publisher.subscribe(proxy, APP_B);
    acknowledge(proxy, link);
    publisher.take(file("a.yaml", "abc", List.of(), slice("app-b", "10.1.0.1")));

    var before = publisher.awaitApplied("a.yaml", "abc", Duration.ZERO);
    now = now.plusMillis(7);
    acknowledge(proxy, link);
    var after = publisher.awaitApplied("a.yaml", "abc", Duration.ZERO);

    assertThat(before.taken()).isTrue();
    assertThat(before.converged()).isFalse();
    assertThat(after).isEqualTo(new Applied(true, true, List.of(), 1, Optional.of(now), List.of()));
  }

  @Test
  void a_content_that_concerns_no_proxy_has_converged_when_it_is_taken_in() throws Exception {
    publisher.take(file("a.yaml", "abc", List.of(), slice("app-b", "10.1.0.1")));

    var applied = publisher.awaitApplied("a.yaml", "abc", Duration.ofSeconds(10));

    assertThat(applied.converged()).isTrue();
    assertThat(applied.lastAck()).contains(now);
  }

  @Test
  void a_nack_is_an_answer_too_and_is_told() throws Exception {
    var proxy = join("one", link);
    publisher.take(file("a.yaml", "abc", List.of(), slice("app-b", "10.1.0.1")));
    publisher.subscribe(proxy, APP_B);
    var version = ((Outgoing.Update) link.take().getLast()).target().version();

    publisher.answer(proxy, APP_B, version, "why not");

    var applied = publisher.awaitApplied("a.yaml", "abc", Duration.ofSeconds(10));
    assertThat(applied.converged()).isTrue();
    assertThat(applied.nacks()).containsExactly("demo/one: why not");
  }

  @Test
  void a_content_that_was_refused_is_taken_with_its_problems() throws Exception {
    var problem = new Problem("a.yaml", 3, "weight: -1 (expected: 0 or more)");
    publisher.take(file("a.yaml", "abc", List.of(problem)));

    var applied = publisher.awaitApplied("a.yaml", "abc", Duration.ofSeconds(10));

    assertThat(applied.taken()).isTrue();
    assertThat(applied.problems()).containsExactly(problem);
  }

  @Test
  void another_content_than_the_one_asked_for_is_not_taken() throws Exception {
    publisher.take(file("a.yaml", "abc", List.of()));

    assertThat(publisher.awaitApplied("a.yaml", "def", Duration.ZERO).taken()).isFalse();
    assertThat(publisher.awaitApplied("a.yaml", SourceFile.GONE, Duration.ZERO).taken()).isFalse();
    assertThat(publisher.awaitApplied("b.yaml", SourceFile.GONE, Duration.ZERO).taken()).isTrue();
  }

  @Test
  void what_a_proxy_was_told_last_is_true_of_the_mesh_as_it_is() {
    for (long seed = 0; seed < 200; seed++) {
      var dice = new Random(seed);
      var mesh = new Publisher(() -> now);
      var told = new LinkedHashMap<Address, Target>();
      var hearing = new FakeLink();
      var proxy = mesh.join(new ProxyName("demo", "hears"), Map.of(), hearing);
      for (int round = 0; round < 30; round++) {
        if (dice.nextInt(3) == 0) {
          mesh.subscribe(proxy, Address.of("10.0.0." + dice.nextInt(4), 80));
        } else {
          mesh.take(anyChange(dice));
        }
        hearing.ready(dice.nextBoolean());
        proxy.flush();
      }
      hearing.ready(true);
      proxy.flush();
      for (var message : hearing.take()) {
        switch (message) {
          case Outgoing.Update(var address, var target) -> told.put(address, target.target());
          case Outgoing.Withdraw(var block) ->
              told.keySet().removeIf(address -> block.contains(address.ip()));
          case Outgoing.Welcome() -> {}
        }
      }

      told.forEach(
          (address, target) -> {
            switch (target) {
              case Target.OfService _ ->
                  assertThat(target).isEqualTo(TargetBuilder.build(mesh.state(), address));
              // The block may have become wider since; that is no reason to wake anybody.
              case Target.NotOurs(var block) ->
                  assertThat(TargetBuilder.build(mesh.state(), address))
                      .isInstanceOfSatisfying(
                          Target.NotOurs.class,
                          fresh ->
                              assertThat(fresh.block().prefix())
                                  .isLessThanOrEqualTo(block.prefix()));
            }
          });
    }
  }

  private static SourceChange anyChange(Random dice) {
    String name = "" + "abc".charAt(dice.nextInt(3));
    Resource resource =
        switch (dice.nextInt(3)) {
          case 0 -> service(name, "10.0.0." + dice.nextInt(4));
          case 1 -> slice(name, "10.1.0." + dice.nextInt(3));
          default -> route(name, backend("" + "abc".charAt(dice.nextInt(3)), dice.nextInt(3)));
        };
    return dice.nextInt(3) == 0 ? removal(resource.key()) : change(resource);
  }

  private Proxy join(String pod, FakeLink to) {
    return publisher.join(new ProxyName("demo", pod), Map.of(), to);
  }

  private void acknowledge(Proxy proxy, FakeLink of) {
    for (var message : of.take()) {
      if (message instanceof Outgoing.Update(var address, var target)) {
        publisher.answer(proxy, address, target.version(), null);
      }
    }
  }

  /** What the mesh as it is now tells of an address. */
  private Outgoing.Update update(Address address) {
    return new Outgoing.Update(
        address, VersionedTarget.of(TargetBuilder.build(publisher.state(), address)));
  }

  private static SourceChange file(
      String name, String sha256, List<Problem> problems, Resource... resources) {
    return new SourceChange(applied(resources), List.of(new SourceFile(name, sha256, problems)));
  }
}
