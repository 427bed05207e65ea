package diy.mesh.sample;

import static org.assertj.core.api.Assertions.assertThat;

import diy.mesh.sample.Settings.Self;
import org.junit.jupiter.api.Test;

class AnswerTest {

  private static final Self APP_A = new Self("app-a", "v1", "a-xyz");

  @Test
  void without_an_upstream_it_names_itself() {
    var answer = Answer.of(APP_A);

    assertThat(answer)
        .isEqualTo(
            new Answer(
                200,
                "app-a v1 on a-xyz",
                """
                {"app":"app-a","version":"v1","host":"a-xyz"}\
                """));
  }

  @Test
  void an_upstreams_json_is_part_of_its_own() {
    var reply = new Reply.Answered(200, true, "{\"app\":\"app-b\"}");

    var answer = Answer.of(APP_A, reply);

    assertThat(answer.json())
        .isEqualTo(
            """
            {"app":"app-a","version":"v1","host":"a-xyz",\
            "upstreamStatus":200,"upstream":{"app":"app-b"}}\
            """);
  }

  @Test
  void an_upstreams_text_is_quoted_in_json() {
    var reply = new Reply.Answered(200, false, "say \"hi\"\n\\ ü");

    var answer = Answer.of(APP_A, reply);

    assertThat(answer.json()).endsWith("\"upstream\":\"say \\\"hi\\\"\\u000a\\\\ ü\"}");
  }

  @Test
  void an_upstreams_own_refusal_is_shown_and_no_failure() {
    var reply = new Reply.Answered(404, false, "no such page");

    var answer = Answer.of(APP_A, reply);

    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.text()).isEqualTo("app-a v1 on a-xyz -> 404: no such page");
  }

  @Test
  void an_upstreams_failure_is_a_bad_gateway() {
    var reply = new Reply.Answered(503, false, "overloaded");

    var answer = Answer.of(APP_A, reply);

    assertThat(answer.status()).isEqualTo(502);
    assertThat(answer.text()).isEqualTo("app-a v1 on a-xyz -> 503: overloaded");
  }

  @Test
  void an_upstream_that_does_not_answer_is_a_bad_gateway() {
    var reply = new Reply.Missing("no answer from http://app-b: Connection refused");

    var answer = Answer.of(APP_A, reply);

    assertThat(answer.status()).isEqualTo(502);
    assertThat(answer.text())
        .isEqualTo("app-a v1 on a-xyz -> no answer from http://app-b: Connection refused");
    assertThat(answer.json())
        .endsWith(",\"error\":\"no answer from http://app-b: Connection refused\"}");
  }
}
