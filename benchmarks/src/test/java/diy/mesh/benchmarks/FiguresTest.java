package diy.mesh.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class FiguresTest {

  private final Figures figures = new Figures();

  @Test
  void a_row_has_medians_ranges_and_ratios() {
    figures.add(Figure.RELAY, "mesh", 10);
    figures.add(Figure.RELAY, "mesh", 30);
    figures.add(Figure.RELAY, "mesh", 20);
    figures.add(Figure.RELAY, "envoy", 40);

    assertThat(figures.table().lines().skip(1))
        .singleElement()
        .asString()
        .startsWith("relay, GB/CPU-second")
        .contains("20.0 (10.0-30.0)", "40.0")
        .endsWith("-  -  0.50");
  }

  @Test
  void what_only_we_have_stands_below_with_its_own_columns() {
    figures.add(Figure.TWO_LOOPS, "by_cpu", 1.9);
    figures.add(Figure.RELAY, "mesh", 10);
    figures.add(Figure.RELAY, "envoy", 20);

    assertThat(figures.table().lines().skip(2))
        .singleElement()
        .asString()
        .startsWith("two_loops, times one loop")
        .endsWith("by_cpu: 1.90");
  }

  @Test
  void programs_get_the_medians() {
    figures.add(Figure.HTTP1_ONE_HOP, "mesh", 1.254);
    figures.add(Figure.HTTP1_ONE_HOP, "nginx", 250.2);
    figures.add(Figure.PSS_MB, "mesh", 33.33);

    assertThat(figures.json())
        .isEqualTo("{\"http1_one_hop\":{\"mesh\":1.25,\"nginx\":250},\"pss_mb\":{\"mesh\":33.3}}");
  }

  @Test
  void the_median_is_the_middle_one_or_between_the_middle_two() {
    assertThat(Figures.median(List.of(9.0, 1.0, 2.0))).isEqualTo(2);
    assertThat(Figures.median(List.of(9.0, 1.0, 2.0, 4.0))).isEqualTo(3);
  }
}
