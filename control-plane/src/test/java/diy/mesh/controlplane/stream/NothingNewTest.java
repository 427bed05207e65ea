package diy.mesh.controlplane.stream;

import static diy.mesh.controlplane.Meshes.backend;
import static diy.mesh.controlplane.Meshes.change;
import static diy.mesh.controlplane.Meshes.route;
import static diy.mesh.controlplane.Meshes.service;
import static org.assertj.core.api.Assertions.assertThat;

import diy.mesh.model.service.Address;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What comes of a change that says what was known: another status, for one. */
class NothingNewTest {

  private static final Address APP_B = Address.of("10.0.0.2", 80);

  private final Publisher publisher = new Publisher(InstantSource.system());
  private final FakeLink link = new FakeLink();

  @Test
  void it_is_no_change_and_builds_nothing() throws Exception {
    var route = route("app-b", backend("app-b", 1));
    publisher.take(change(service("app-b", "10.0.0.2"), route));
    publisher.subscribe(publisher.join(new ProxyName("demo", "one"), Map.of(), link), APP_B);
    link.take();
    Counts counts = publisher.counts();
    long moment = publisher.awaitProgress(0, Duration.ZERO);

    publisher.take(change(route, service("app-b", "10.0.0.2")));

    assertThat(link.take()).isEmpty();
    assertThat(publisher.counts()).isEqualTo(counts);
    assertThat(publisher.awaitProgress(0, Duration.ZERO)).isEqualTo(moment);
  }
}
