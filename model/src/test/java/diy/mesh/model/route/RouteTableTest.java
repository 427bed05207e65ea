package diy.mesh.model.route;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class RouteTableTest {

  private static final RequestMatch EXACT = new RequestMatch(new PathMatch.Exact("/a"), List.of());
  private static final RequestMatch LONG = prefix("/a/b");
  private static final RequestMatch SHORT = prefix("/a");
  private static final RequestMatch TESTER =
      new RequestMatch(PathMatch.any(), List.of(new HeaderMatch("X-Tester", "yes")));

  @Test
  void whole_segments_of_a_path_are_compared() {
    var cart = new PathMatch.Prefix("/cart");

    assertThat(List.of("/cart", "/cart/", "/cart/7", "/cart?id=7", "http://shop:80/cart/7"))
        .allMatch(cart::matches);
    assertThat(List.of("/cartoon", "/car", "/", "*", "/a/cart", "/Cart", "http://shop", "shop:80"))
        .noneMatch(cart::matches);
  }

  @Test
  void an_exact_path_may_have_a_query_and_nothing_else() {
    var cart = new PathMatch.Exact("/cart");

    assertThat(List.of("/cart", "/cart?id=7", "http://shop/cart")).allMatch(cart::matches);
    assertThat(List.of("/cart/", "/cart/7", "/cartoon")).noneMatch(cart::matches);
  }

  @Test
  void every_request_has_any_path() {
    assertThat(List.of("/", "*", "shop:80", "/cart")).allMatch(PathMatch.any()::matches);
  }

  @Test
  void all_headers_must_be_there_whatever_the_case_of_their_names() {
    var both =
        new RequestMatch(
            PathMatch.any(), List.of(new HeaderMatch("B", "2"), new HeaderMatch("a", "1")));

    assertThat(both.matches(head("/", Map.of("a", "1", "b", "2")))).isTrue();
    assertThat(both.matches(head("/", Map.of("a", "1")))).isFalse();
    assertThat(both.matches(head("/", Map.of("a", "1", "b", "3")))).isFalse();
  }

  @Test
  void the_most_specific_match_decides_in_whatever_order_rules_are_listed() {
    var matches = new ArrayList<>(List.of(EXACT, LONG, SHORT, TESTER, RequestMatch.ANY));
    for (long seed = 0; seed < 100; seed++) {
      Collections.shuffle(matches, new Random(seed));
      var rules = matches.stream().map(RouteTableTest::rule).toList();
      var table = RouteTable.of(rules);
      var tester = Map.of("x-tester", "yes");

      assertThat(taken(rules, table, head("/a", tester))).as("seed %d", seed).isEqualTo(EXACT);
      assertThat(taken(rules, table, head("/a/b/c", tester))).isEqualTo(LONG);
      assertThat(taken(rules, table, head("/a/c", tester))).isEqualTo(SHORT);
      assertThat(taken(rules, table, head("/c", tester))).isEqualTo(TESTER);
      assertThat(taken(rules, table, head("/c", Map.of()))).isEqualTo(RequestMatch.ANY);
    }
  }

  @Test
  void of_two_that_are_as_specific_the_first_one_decides() {
    var table = RouteTable.of(List.of(rule(SHORT), rule(SHORT), rule(TESTER)));

    assertThat(table.find(head("/a", Map.of()))).isEqualTo(0);
  }

  @Test
  void what_no_rule_takes_has_none() {
    var table = RouteTable.of(List.of(rule(SHORT)));

    assertThat(table.find(head("/b", Map.of()))).isEqualTo(RouteTable.NONE);
    assertThat(table.forConnections()).isEqualTo(RouteTable.NONE);
  }

  private static RequestMatch taken(List<Rule> rules, RouteTable table, RequestHead head) {
    return rules.get(table.find(head)).matches().getFirst();
  }

  private static RequestMatch prefix(String path) {
    return new RequestMatch(new PathMatch.Prefix(path), List.of());
  }

  private static Rule rule(RequestMatch match) {
    var origin = new Origin.InCluster("HTTPRoute", "demo/a", 1);
    return new Rule(origin, List.of(match), new WeightedBackends(List.of()));
  }

  private static RequestHead head(String target, Map<String, String> headers) {
    return new Head(target, headers);
  }

  private record Head(String target, Map<String, String> headers) implements RequestHead {
    @Override
    public String method() {
      return "GET";
    }

    @Override
    public String authority() {
      return "app-b";
    }

    @Override
    public @Nullable String header(String name) {
      return headers.get(name);
    }
  }
}
