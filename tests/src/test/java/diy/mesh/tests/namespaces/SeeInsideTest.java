package diy.mesh.tests.namespaces;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What apps, logs and traces tell of requests. */
@NamespaceTest
class SeeInsideTest {

  private static final String TRACE = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";
  private static final String LOGGING = "http://localhost:15020/logging";

  @AfterEach
  void nothing_more_is_written(Mesh mesh) {
    mesh.curl("client", "-X", "DELETE", LOGGING);
  }

  @Test
  void ids_arrive_as_they_were_sent(Mesh mesh) {
    var head =
        mesh.curl(
                "client",
                "-H",
                "X-Request-ID: my-own",
                "-H",
                "traceparent: " + TRACE,
                "-H",
                "tracestate: a=b",
                "http://seen/head")
            .lines();

    assertThat(head).contains("X-Request-ID: my-own", "traceparent: " + TRACE, "tracestate: a=b");
  }

  @Test
  void ids_are_made_for_a_request_that_has_none(Mesh mesh) {
    var head = mesh.curl("client", "http://seen/head").lines();

    assertThat(head)
        .filteredOn(line -> line.matches("(?i)(x-request-id|traceparent):.*"))
        .satisfiesExactly(
            line -> assertThat(line).matches("x-request-id: [0-9a-f-]{36}"),
            line -> assertThat(line).matches("traceparent: 00-[0-9a-f]{32}-[0-9a-f]{16}-01"));
  }

  @Test
  void behind_two_sidecars_the_app_sees_one_client(Mesh mesh) {
    String client = mesh.pod("client").address();

    var head = mesh.curl("client", "http://seen/head").lines();
    var behindGateway =
        mesh.curl("client", "-H", "X-Forwarded-For: 203.0.113.9", "http://seen/head").lines();

    assertThat(head)
        .contains("x-forwarded-for: " + client, "x-forwarded-proto: http", "x-forwarded-host: seen")
        .filteredOn(line -> line.matches("(?i)x-forwarded-for:.*"))
        .hasSize(1);
    assertThat(behindGateway).contains("X-Forwarded-For: 203.0.113.9, " + client);
  }

  @Test
  void a_line_of_the_log_names_the_route(Mesh mesh) {
    mesh.apply(Routes.split("seen", 0, 100));
    mesh.curl("client", "-X", "PUT", LOGGING + "?accessLog=text");

    mesh.curl("client", "-H", "x-request-id: logged", "http://seen/who?token=secret");

    var line = awaitLine(mesh, "request_id=logged");
    assertThat(line)
        .contains(" direction=outbound ", " method=GET host=seen path=/who status=200 ")
        .contains(" route=\"CanaryRoute scenes/seen\" ", " backend=scenes/canary ", " tries=1 ")
        .containsPattern(" rule=\"CanaryRoute scenes/seen \\(.*:\\d+\\)\" ")
        .doesNotContain("secret");
  }

  @Test
  void a_trace_tells_the_decision_and_no_secret(Mesh mesh) {
    mesh.curl("client", "-X", "PUT", LOGGING + "?trace=on");

    mesh.curl(
        "client",
        "-H",
        "Authorization: Bearer secret",
        "-H",
        "x-request-id: traced",
        "http://seen/who");

    awaitLine(mesh, "trace of request traced ");
    assertThat(proxyLog(mesh))
        .anyMatch(line -> line.endsWith("is port 80 of Service scenes/seen"))
        .anyMatch(line -> line.contains("balance") && line.contains("the next endpoint of scenes/"))
        .anyMatch(line -> line.contains("Authorization: (redacted)"))
        .noneMatch(line -> line.contains("Bearer"));
  }

  @Test
  void nobody_outside_the_pod_changes_what_is_logged(Mesh mesh) {
    String pod = mesh.pod("client").address();

    var answer =
        mesh.curl("stable", "-X", "PUT", "http://%s:15020/logging?trace=on".formatted(pod));

    assertThat(answer.output()).contains("from inside the pod only");
    assertThat(mesh.curl("client", LOGGING).output()).contains("\"trace\":\"off\"");
  }

  /** Lines are written within milliseconds, but nobody waits for them. */
  private static String awaitLine(Mesh mesh, String part) {
    long end = System.nanoTime() + Duration.ofSeconds(10).toNanos();
    while (System.nanoTime() < end) {
      for (String line : proxyLog(mesh)) {
        if (line.contains(part)) {
          return line;
        }
      }
    }
    throw new AssertionError("no line with %s in: %s".formatted(part, proxyLog(mesh)));
  }

  private static List<String> proxyLog(Mesh mesh) {
    return mesh.ask("logs", "client", "-c", "mesh-proxy").succeeded().lines();
  }
}
