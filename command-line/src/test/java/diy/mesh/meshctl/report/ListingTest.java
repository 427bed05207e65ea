package diy.mesh.meshctl.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import diy.mesh.meshctl.terminal.Failure;
import java.util.List;
import org.junit.jupiter.api.Test;

class ListingTest {

  private static final Listing ALL =
      Listing.of(
          Kind.DEPLOYMENTS,
          List.of(
              new Item.Deployment("demo", "app-a", 2, 1),
              new Item.Deployment("other", "app-b", 1, 1)));

  @Test
  void a_table_has_the_headings_of_its_kind() {
    assertThat(ALL.lines())
        .containsExactly("DEPLOYMENT    READY", "demo/app-a    1/2", "other/app-b   1/1");
  }

  @Test
  void the_names_of_the_json_are_those_of_the_records() {
    assertThat(Report.json(ALL.in("demo")))
        .isEqualTo(
            "{\"kind\":\"deployments\",\"items\":["
                + "{\"namespace\":\"demo\",\"name\":\"app-a\",\"replicas\":2,\"ready\":1}]}");
  }

  @Test
  void a_name_may_have_its_namespace() {
    assertThat(ALL.named("app-b").items()).hasSize(1);
    assertThat(ALL.named("other/app-b").items()).hasSize(1);
  }

  @Test
  void an_unknown_name_is_told_which_there_are() {
    assertThatThrownBy(() -> ALL.named("app"))
        .isInstanceOf(Failure.class)
        .hasMessage("deployments app: none of that name (there are: demo/app-a, other/app-b)");
  }

  @Test
  void kinds_have_the_usual_abbreviations() {
    assertThat(Kind.named("svc")).contains(Kind.SERVICES);
    assertThat(Kind.named("CanaryRoutes")).contains(Kind.ROUTES);
    assertThat(Kind.named("secrets")).isEmpty();
  }
}
