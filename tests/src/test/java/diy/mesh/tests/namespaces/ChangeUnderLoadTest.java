package diy.mesh.tests.namespaces;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A change takes effect as one, while requests flow. */
@NamespaceTest
class ChangeUnderLoadTest {

  private static final int CLIENTS = 6;

  /** From when until when, by the clock, only this version may answer. */
  private record Reign(long from, long until, String version) {}

  @Test
  void no_request_is_lost_and_none_meets_a_mixture_of_two_versions(Mesh mesh) throws Exception {
    mesh.apply(Routes.split("load", 100, 0));
    var address = new InetSocketAddress(mesh.address("load"), 80);
    var reigns = new ArrayList<Reign>();
    List<Load.Asked> asked;

    try (var load = Load.start(mesh, "client", address, CLIENTS)) {
      for (int change = 1; change <= 6; change++) {
        long from = System.nanoTime();
        load.awaitMore(500);
        reigns.add(new Reign(from, System.nanoTime(), change % 2 == 1 ? "stable" : "canary"));
        mesh.apply(change % 2 == 1 ? Routes.split("load", 0, 100) : Routes.split("load", 100, 0));
      }
      asked = load.stop();
    }

    assertThat(asked).hasSizeGreaterThan(3_000);
    assertThat(asked).extracting(Load.Asked::answer).containsOnly("stable", "canary");
    for (Reign reign : reigns) {
      assertThat(asked)
          .filteredOn(one -> one.began() >= reign.from() && one.ended() <= reign.until())
          .as("between two changes")
          .hasSizeGreaterThan(400)
          .extracting(Load.Asked::answer)
          .containsOnly(reign.version());
    }
  }
}
