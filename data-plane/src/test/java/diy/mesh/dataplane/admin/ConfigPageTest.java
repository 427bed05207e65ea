package diy.mesh.dataplane.admin;

import static org.assertj.core.api.Assertions.assertThat;

import diy.mesh.dataplane.config.Answers;
import diy.mesh.dataplane.config.ConfigStreamClient;
import diy.mesh.dataplane.config.FakeControlPlane;
import diy.mesh.dataplane.config.HeldTarget;
import diy.mesh.dataplane.config.TargetTable;
import diy.mesh.dataplane.loop.EventLoops;
import diy.mesh.dataplane.loop.PerLoop;
import diy.mesh.dataplane.telemetry.Counters;
import diy.mesh.dataplane.telemetry.SeriesTable;
import diy.mesh.dataplane.telemetry.Telemetry;
import diy.mesh.model.service.Address;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class ConfigPageTest {

  private static final Instant NOW = Instant.parse("2026-11-21T12:00:00Z");
  private static final Duration LONG = Duration.ofMinutes(10);

  private final InstantSource clock = InstantSource.fixed(NOW);
  private final PerLoop<Counters> counters = new PerLoop<>(new Telemetry(100)::newCounters);

  @Test
  void all_that_decides_a_request_is_on_the_page() throws Exception {
    try (var controlPlane = new FakeControlPlane(0);
        var loops = EventLoops.start(1)) {
      var loop = loops.group().next();
      var limits = new TargetTable.Limits(LONG, LONG, 4_096);
      var dice = new SplittableRandom(1);
      var targets = new TargetTable(loop, limits, counters, new SeriesTable(100), clock, dice);
      var held = targets.follow(Address.of("10.96.0.7", 80));
      var peers =
          new ConfigStreamClient.Peers(
              "127.0.0.1", controlPlane.port(), "demo", "app-a", Optional.empty());
      try (var stream =
          ConfigStreamClient.open(peers, loops, loop, targets, counters, clock, dice)) {
        controlPlane.hello();
        controlPlane.welcome(1);
        controlPlane.hear();
        controlPlane.update("10.96.0.7:80", "v1", Answers.service("10.1.0.1:8080"));
        controlPlane.hear();
        controlPlane.update("10.96.0.7:80", "v2", Answers.NONSENSE);
        controlPlane.hear();

        var page = ConfigPage.render(stream.status(), targets.held(), NOW.plusSeconds(5));

        assertThat(held.knowledge()).isInstanceOf(HeldTarget.Knowledge.Known.class);
        assertThat(page)
            .isEqualTo(
                """
                {"stream":{"up":true,"since":"2026-11-21T12:00:00Z","configAgeSeconds":0,\
                "problem":null},"targets":[{"address":"10.96.0.7:80","version":"v1",\
                "ageSeconds":5,"connections":1,"state":"known","service":"demo/app-b","port":80,\
                "rules":[{"origin":"CanaryRoute demo/app-b (canary.yaml:3)","backends":[\
                {"service":"demo/app-b","weight":1,"endpoints":[{"address":"10.1.0.1:8080",\
                "workload":"demo/app-b-1"}]}]}],"rejected":{"version":"v2",\
                "reason":"target: Protocol message tag had invalid wire type."}}]}\
                """);
      }
    }
  }
}
