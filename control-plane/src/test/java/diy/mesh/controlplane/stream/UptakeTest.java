package diy.mesh.controlplane.stream;

import static diy.mesh.controlplane.Meshes.change;
import static diy.mesh.controlplane.Meshes.service;
import static org.assertj.core.api.Assertions.assertThat;

import diy.mesh.model.service.Address;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** How far a version has got, and that whoever wants to know is woken. */
class UptakeTest {

  private static final Address APP_A = Address.of("10.0.0.1", 80);
  private static final Address APP_B = Address.of("10.0.0.2", 80);
  private static final Duration LONG = Duration.ofSeconds(20);

  private final Publisher publisher = new Publisher(() -> Instant.EPOCH);

  @BeforeEach
  void a_mesh_of_two_services() {
    publisher.take(change(service("app-a", "10.0.0.1"), service("app-b", "10.0.0.2")));
  }

  @Test
  void who_uses_an_address_who_waits_and_who_refuses_is_told() {
    answer(join("one", APP_B), null);
    answer(join("two", APP_B), "of no kind");
    join("three", APP_B);
    join("four", APP_A);

    var uptake = publisher.uptake(Set.of(APP_B));

    assertThat(uptake.proxies()).isEqualTo(3);
    assertThat(uptake.using()).isEqualTo(1);
    assertThat(uptake.waiting()).containsExactly("demo/three");
    assertThat(uptake.refusals()).containsExactly("demo/two: of no kind");
  }

  @Test
  void an_address_that_nobody_asked_for_has_no_proxies() {
    assertThat(publisher.uptake(Set.of(APP_B))).isEqualTo(new Uptake(0, List.of(), List.of()));
  }

  @Test
  void whoever_waits_for_progress_hears_of_each_kind() throws Exception {
    long before = publisher.awaitProgress(0, Duration.ZERO);
    var proxy = join("one", APP_B);
    long subscribed = publisher.awaitProgress(before, LONG);
    answer(proxy, null);
    long answered = publisher.awaitProgress(subscribed, LONG);
    publisher.take(change(service("app-c", "10.0.0.3")));
    long changed = publisher.awaitProgress(answered, LONG);
    publisher.leave(proxy);
    long left = publisher.awaitProgress(changed, LONG);

    assertThat(List.of(before, subscribed, answered, changed, left)).doesNotHaveDuplicates();
    assertThat(publisher.awaitProgress(left, Duration.ZERO)).isEqualTo(left);
  }

  private Proxy join(String pod, Address address) {
    var proxy = publisher.join(new ProxyName("demo", pod), Map.of(), new FakeLink());
    publisher.subscribe(proxy, address);
    return proxy;
  }

  private void answer(Proxy proxy, @Nullable String reason) {
    proxy
        .subscriptions()
        .forEach(
            (address, subscription) ->
                publisher.answer(proxy, address, subscription.offered().version(), reason));
  }
}
