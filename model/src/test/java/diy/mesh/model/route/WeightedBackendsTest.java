package diy.mesh.model.route;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import diy.mesh.model.service.ServiceName;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class WeightedBackendsTest {

  private static final Backend STABLE_90 = backend("app-b", 90);
  private static final Backend CANARY_10 = backend("app-b2", 10);

  @Test
  void ten_percent_of_tickets_reach_the_canary() {
    var backends = new WeightedBackends(List.of(STABLE_90, CANARY_10));

    var picked = IntStream.range(0, backends.total()).mapToObj(backends::pick);

    assertThat(picked).filteredOn(CANARY_10::equals).hasSize(10);
  }

  @Test
  void a_backend_of_weight_zero_is_never_picked() {
    var backends = new WeightedBackends(List.of(backend("off", 0), STABLE_90));

    var picked = IntStream.range(0, backends.total()).mapToObj(backends::pick);

    assertThat(picked).containsOnly(STABLE_90);
  }

  @Test
  void a_ticket_out_of_range_is_refused() {
    var backends = new WeightedBackends(List.of(STABLE_90));

    assertThatThrownBy(() -> backends.pick(90)).hasMessage("ticket: 90 (expected: 0 to 89)");
  }

  @Test
  void weights_have_bounds() {
    assertThatThrownBy(() -> backend("app-b", -1)).hasMessageContaining("expected: >= 0");
    assertThatThrownBy(() -> new WeightedBackends(List.of(backend("app-b", 1_000_001))))
        .hasMessageContaining("expected: at most 1000000");
  }

  private static Backend backend(String name, int weight) {
    return Backend.of(new ServiceName("demo", name), weight, List.of());
  }
}
