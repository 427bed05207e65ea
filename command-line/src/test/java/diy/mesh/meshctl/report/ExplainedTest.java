package diy.mesh.meshctl.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import org.junit.jupiter.api.Test;

class ExplainedTest {

  private static final String KNOWN =
      """
      {"destination":"10.202.0.2:80","request":{"method":"GET","target":"/","authority":"app-b"},
       "connected":true,"configAgeSeconds":0,"version":"v7","ageSeconds":3,"knowledge":"known",
       "service":"demo/app-b","port":80,
       "rule":{"kind":"CanaryRoute","resource":"demo/app-b","file":"route.yaml","line":4},
       "totalWeight":100,"backends":[
        {"service":"demo/app-b","weight":90,"endpoints":[
          {"address":"10.201.0.2:8080","workload":"app-b-1"}],"next":"10.201.0.2:8080"},
        {"service":"demo/later","weight":10,"endpoints":[],
         "refusal":{"status":500,"reason":"unknown-backend","message":"create it"}}],
       "backend":"demo/app-b","upstream":"10.201.0.2:8080"}
      """;

  @Test
  void each_step_is_a_line_and_the_rule_is_named_with_file_and_line() throws Exception {
    assertThat(explained(KNOWN).lines())
        .containsExactly(
            "GET http://app-b/, as the proxy of demo/app-a-1 decides it",
            "1  destination   app-b is 10.202.0.2:80",
            "                 Service demo/app-b, port 80; version v7, 3 s old",
            "2  rule          CanaryRoute demo/app-b",
            "                 /state/route.yaml:4",
            "3  weights       90 of 100 (90.0 %) to demo/app-b, whose turn it is",
            "                 10 of 100 (10.0 %) to demo/later: refused with 500, unknown-backend",
            "4  endpoint      10.201.0.2:8080 (app-b-1), next",
            "5  loop          no",
            "=> goes to 10.201.0.2:8080");
  }

  @Test
  void the_json_is_the_proxys_with_the_question_before_it() throws Exception {
    var json = new ObjectMapper().readTree(Report.json(explained(KNOWN)));

    assertThat(json.path("from").asText()).isEqualTo("demo/app-a-1");
    assertThat(json.path("rule").path("file").asText()).isEqualTo("/state/route.yaml");
    assertThat(json.path("rule").path("line").asInt()).isEqualTo(4);
    assertThat(json.path("upstream").asText()).isEqualTo("10.201.0.2:8080");
  }

  @Test
  void what_is_not_ours_passes_through_untouched() throws Exception {
    var lines =
        explained(
                """
                {"destination":"192.0.2.7:80","connected":false,"configAgeSeconds":9,
                 "knowledge":"not-ours","block":"128.0.0.0/1","upstream":"192.0.2.7:80"}
                """)
            .lines();

    assertThat(lines)
        .contains(
            "                 not ours, as all of 128.0.0.0/1: passes through untouched",
            "                 the control plane is away: config is up to 9 s old",
            "=> goes to 192.0.2.7:80, untouched");
  }

  @Test
  void a_refusal_says_what_helps() throws Exception {
    var lines =
        explained(
                """
                {"destination":"10.202.0.2:80",
                 "refusal":{"status":400,"reason":"bad-request","message":"mend the client"}}
                """)
            .lines();

    assertThat(lines).last().isEqualTo("=> refused with 400, bad-request: mend the client");
  }

  private static Explained explained(String answer) throws Exception {
    return new Explained(
        new Explained.Question("demo/app-a-1", "GET", "http://app-b/", "app-b"),
        new ObjectMapper().readTree(answer),
        origin -> "/state/" + origin);
  }
}
