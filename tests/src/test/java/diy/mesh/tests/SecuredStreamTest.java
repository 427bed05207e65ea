package diy.mesh.tests;

import static org.assertj.core.api.Assertions.assertThat;

import diy.mesh.authority.Authority;
import diy.mesh.authority.ServingKeys;
import diy.mesh.controlplane.identity.TokenReviewer;
import diy.mesh.controlplane.stream.Publisher;
import diy.mesh.controlplane.stream.StreamServer;
import diy.mesh.dataplane.config.ConfigStreamClient;
import diy.mesh.dataplane.config.StreamSecurity;
import diy.mesh.dataplane.config.StreamStatus;
import diy.mesh.dataplane.config.TargetTable;
import diy.mesh.dataplane.loop.EventLoops;
import diy.mesh.dataplane.loop.PerLoop;
import diy.mesh.dataplane.telemetry.Telemetry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Both ends of a stream with TLS and tokens; the reviewer alone is a fake. */
@Timeout(60)
class SecuredStreamTest {

  private static final String NAME = "control-plane.diy-mesh.svc";
  private static final SecureRandom RANDOM = new SecureRandom();

  @TempDir private Path folder;

  private final Authority authority = Authority.create(Instant.now(), RANDOM);
  private final Publisher publisher = new Publisher(InstantSource.system());
  private final EventLoops loops = EventLoops.start(1);
  private StreamServer server;

  @BeforeEach
  void start() throws IOException {
    server =
        StreamServer.open(
            0,
            publisher,
            Optional.of(
                new StreamServer.Security(
                    new ServingKeys(() -> authority, List.of(NAME), InstantSource.system(), RANDOM),
                    SecuredStreamTest::review)));
  }

  @AfterEach
  void stop() {
    server.close();
    loops.close();
  }

  @Test
  void a_proxy_with_the_token_of_its_pod_is_welcome() throws Exception {
    try (var stream = open(security(authority, NAME, "token-of-app-a-1"))) {
      assertThat(await(stream, StreamStatus::up).problem()).isEmpty();
    }
    assertThat(publisher.counts().streamsRefused()).isZero();
  }

  @Test
  void a_proxy_that_says_it_is_another_pod_is_refused() throws Exception {
    try (var stream = open(security(authority, NAME, "token-of-app-b-1"))) {
      assertThat(problem(stream))
          .startsWith(
              "PERMISSION_DENIED: hello: from demo/app-a-1 with the token of demo/app-b-1"
                  + " (expected: the proxy of one pod;");
    }
    assertThat(publisher.counts().streamsRefused()).isPositive();
    assertThat(publisher.counts().proxies()).isZero();
  }

  @Test
  void a_token_that_is_not_taken_is_refused_and_said_nowhere() throws Exception {
    try (var stream = open(security(authority, NAME, "expired"))) {
      assertThat(problem(stream)).isEqualTo("UNAUTHENTICATED: the token is not taken");
    }
  }

  @Test
  void a_token_that_comes_later_is_read_by_the_next_attempt() throws Exception {
    try (var stream = open(security(authority, NAME, "expired"))) {
      problem(stream);
      Files.writeString(folder.resolve("token"), "token-of-app-a-1");

      assertThat(await(stream, StreamStatus::up).up()).isTrue();
    }
  }

  @Test
  void without_a_token_no_stream_is_opened() throws Exception {
    var security = security(authority, NAME, "");
    try (var stream = open(security)) {
      assertThat(problem(stream))
          .startsWith("UNAUTHENTICATED: MESH_TOKEN_FILE " + security.token())
          .contains("what is in it is no token (expected: the token of a projected volume");
      Files.delete(security.token());

      assertThat(await(stream, status -> status.problem().contains("NoSuchFile")).up()).isFalse();
    }
    assertThat(publisher.counts().streamsRefused()).isZero();
  }

  @Test
  void while_no_token_can_be_checked_a_proxy_is_told_to_try_again() throws Exception {
    try (var stream = open(security(authority, NAME, "away"))) {
      assertThat(problem(stream))
          .isEqualTo("UNAVAILABLE: no token can be checked now: the API server is away");
    }
  }

  @Test
  void a_control_plane_that_somebody_else_signed_for_gets_no_token() throws Exception {
    var other = Authority.create(Instant.now(), RANDOM);
    try (var stream = open(security(other, NAME, "token-of-app-a-1"))) {
      assertThat(problem(stream))
          .isEqualTo(
              "TLS failed (expected: a control plane of those that MESH_TRUST_ANCHORS names;"
                  + " restart the pod, so that it is injected anew): Path does not chain with any"
                  + " of the trust anchors");
    }
    try (var stream = open(security(authority, "elsewhere.svc", "token-of-app-a-1"))) {
      assertThat(problem(stream)).contains("No subject alternative DNS name matching elsewhere");
    }
  }

  @Test
  void who_speaks_without_tls_is_not_heard() throws Exception {
    try (var stream = open(Optional.empty())) {
      assertThat(problem(stream)).isNotEmpty();
    }
    assertThat(publisher.counts().proxies()).isZero();
  }

  private StreamSecurity security(Authority trusted, String name, String token) throws IOException {
    Path file = folder.resolve("token");
    Files.writeString(file, token + "\n");
    return new StreamSecurity(List.of(trusted.certificate()), name, file);
  }

  private ConfigStreamClient open(StreamSecurity security) {
    return open(Optional.of(security));
  }

  private ConfigStreamClient open(Optional<StreamSecurity> security) {
    var telemetry = new Telemetry(10);
    var owner = loops.group().next();
    var counters = new PerLoop<>(telemetry::newCounters);
    var clock = InstantSource.system();
    var limits = new TargetTable.Limits(Duration.ofSeconds(5), Duration.ofMinutes(1), 16);
    var dice = new Random(0);
    var targets = new TargetTable(owner, limits, counters, telemetry.series(), clock, dice);
    var peers =
        new ConfigStreamClient.Peers("127.0.0.1", server.port(), "demo", "app-a-1", security);
    return ConfigStreamClient.open(peers, loops, owner, targets, counters, clock, dice);
  }

  /** The first one after it began. */
  private static String problem(ConfigStreamClient stream) {
    return await(stream, status -> !status.up() && !status.problem().equals("not connected yet"))
        .problem();
  }

  private static StreamStatus await(ConfigStreamClient stream, Predicate<StreamStatus> wanted) {
    StreamStatus status = stream.status();
    while (!wanted.test(status)) {
      Thread.onSpinWait();
      status = stream.status();
    }
    return status;
  }

  private static TokenReviewer.Review review(String token) throws IOException {
    if (token.equals("away")) {
      throw new IOException("the API server is away");
    }
    return token.startsWith("token-of-")
        ? new TokenReviewer.Review.Vouched(new TokenReviewer.Pod("demo", token.substring(9)))
        : new TokenReviewer.Review.Refused("the token is not taken");
  }
}
