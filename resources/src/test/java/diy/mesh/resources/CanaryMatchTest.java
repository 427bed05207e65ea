package diy.mesh.resources;

import static org.assertj.core.api.Assertions.assertThat;

import diy.mesh.model.route.HeaderMatch;
import diy.mesh.model.route.PathMatch;
import diy.mesh.model.route.RequestMatch;
import java.util.List;
import org.junit.jupiter.api.Test;

class CanaryMatchTest {

  @Test
  void a_route_without_a_match_is_for_every_request() {
    assertThat(matchOf("")).isEqualTo(RequestMatch.ANY);
  }

  @Test
  void a_match_names_a_path_and_headers_all_of_which_must_be_there() {
    var match = matchOf("match: {pathPrefix: /beta/, headers: [{name: X-Tester, value: 'yes'}]}");

    assertThat(match)
        .isEqualTo(
            new RequestMatch(
                new PathMatch.Prefix("/beta"), List.of(new HeaderMatch("x-tester", "yes"))));
  }

  @Test
  void what_can_never_match_is_refused() {
    assertThat(problems("match: {}"))
        .containsExactly(
            "t.yaml:4: spec.match.headers: no condition (expected: headers, pathPrefix or both; or"
                + " no match at all)");
    assertThat(problems("match: {pathPrefix: beta}"))
        .containsExactly(
            "t.yaml:4: spec.match.pathPrefix: 'beta' (expected: a path such as /beta, without ?"
                + " and #)");
    assertThat(problems("match: {headers: [{name: 'x tester', value: a}]}"))
        .containsExactly(
            "t.yaml:4: spec.match.headers[0].name: 'x tester' (expected: the name of a header,"
                + " such as x-tester)");
    assertThat(problems("match: {headers: [{name: a, value: b}, {name: A, value: c}]}"))
        .containsExactly("t.yaml:4: spec.match.headers[1].name: a a second time (expected: once)");
    assertThat(problems("match: {headers: [{name: a}]}"))
        .containsExactly(
            "t.yaml:4: spec.match.headers[0].value: missing (expected: the value it must have)");
    assertThat(problems("match: {path: /beta}"))
        .contains(
            "t.yaml:4: spec.match.path: not a field of this (expected: one of [headers,"
                + " pathPrefix])");
  }

  private static RequestMatch matchOf(String match) {
    var file = read(match);
    assertThat(file.problems()).isEmpty();
    return ((CanaryRoute) file.resources().getFirst()).match();
  }

  private static List<String> problems(String match) {
    return read(match).problems().stream().map(Problem::toString).toList();
  }

  private static ResourceFile read(String match) {
    return ResourceFile.read(
        "t.yaml",
        """
        apiVersion: mesh.diy/v1alpha1
        kind: CanaryRoute
        metadata: {name: app-b, namespace: demo}
        spec: {service: app-b, backends: [{service: app-b2, weight: 1}]%s}
        """
            .formatted(match.isEmpty() ? "" : ", " + match));
  }
}
