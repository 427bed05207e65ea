package diy.mesh.tests.namespaces;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Weights that never rest cost no request. */
@NamespaceTest
class ChurningWeightsTest {

  private static final int REQUESTS = 100_000;
  private static final int CLIENTS = 8;
  private static final int BETWEEN_CHANGES_MILLIS = 100;

  @Test
  void a_hundred_thousand_requests_pass_while_the_weights_change(Mesh mesh, @TempDir Path folder)
      throws Exception {
    mesh.apply(Routes.split("churn", 50, 50));
    var address = new InetSocketAddress(mesh.address("churn"), 80);
    long told = mesh.metric("client", "mesh_proxy_config_updates_total");
    var changes = new AtomicInteger();
    List<Load.Asked> asked;

    try (var load = Load.start(mesh, "client", address, CLIENTS);
        var changer = Executors.newSingleThreadScheduledExecutor()) {
      var changing =
          changer.scheduleAtFixedRate(
              () -> change(mesh, folder, changes.incrementAndGet()),
              0,
              BETWEEN_CHANGES_MILLIS,
              TimeUnit.MILLISECONDS);
      load.awaitMore(REQUESTS);
      assertThat(changing.isDone()).as("the changes have failed").isFalse();
      changing.cancel(false);
      asked = load.stop();
    }

    long heard = mesh.metric("client", "mesh_proxy_config_updates_total") - told;
    long millis = TimeUnit.NANOSECONDS.toMillis(asked.getLast().ended() - asked.getFirst().began());
    IO.println(
        "%d requests in %d ms, %d changes, of which the proxy heard %d"
            .formatted(asked.size(), millis, changes.get(), heard));
    assertThat(asked).hasSizeGreaterThanOrEqualTo(REQUESTS);
    assertThat(asked.stream().map(Load.Asked::answer).distinct())
        .containsExactlyInAnyOrder("stable", "canary");
    assertThat(changes.get()).isGreaterThan(50);
    assertThat(heard).as("changes heard of").isGreaterThan(changes.get() / 2);
  }

  /** A write to the folder that the control plane watches, as {@code apply} does it. */
  private static void change(Mesh mesh, Path folder, int number) {
    try {
      int stable = number * 37 % 101; // each split another one than that before
      Path file = folder.resolve("churn.yaml");
      Files.writeString(file, Routes.split("churn", stable, 100 - stable));
      mesh.objects().apply(file);
    } catch (Exception e) {
      throw new IllegalStateException("change %d".formatted(number), e);
    }
  }
}
