package diy.mesh.admission.inject;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import diy.mesh.admission.inject.InjectionDecision.Inject;
import diy.mesh.admission.inject.InjectionDecision.Skip;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class InjectionLawTest {

  private static final Map<String, String> ASKING = Map.of("mesh.diy/inject", "enabled");
  private static final Set<String> OURS = Set.of("mesh-init", "mesh-proxy", "mesh-scratch");

  private final Injector injector = new Injector(InjectionSettings.defaults());

  @Test
  void injection_adds_and_changes_nothing_else() {
    for (long seed = 0; seed < 1_000; seed++) {
      JsonNode pod = anyPod(new Random(seed));

      JsonNode injected = inject(pod);

      assertThat(withoutOurs(injected)).as("seed %d", seed).isEqualTo(withoutOurs(pod));
      assertThat(injected.at("/spec/initContainers/0/name").asText()).isEqualTo("mesh-init");
      assertThat(injected.at("/spec/initContainers/1/name").asText()).isEqualTo("mesh-proxy");
    }
  }

  @Test
  void an_injected_pod_is_always_left_alone() {
    for (long seed = 0; seed < 1_000; seed++) {
      JsonNode injected = inject(anyPod(new Random(seed)));

      var decision = injector.decide(injected, "demo", ASKING);

      assertThat(decision).as("seed %d", seed).isInstanceOf(Skip.class);
    }
  }

  private JsonNode inject(JsonNode pod) {
    return ((Inject) injector.decide(pod, "demo", ASKING)).patch().applyTo(pod);
  }

  /** What is left once our additions are taken away, with nothing where there is an empty list. */
  private static JsonNode withoutOurs(JsonNode original) {
    JsonNode pod = original.deepCopy();
    var metadata = (ObjectNode) pod.path("metadata");
    if (metadata.path("annotations") instanceof ObjectNode annotations) {
      annotations.remove(
          List.of(
              "mesh.diy/status",
              "prometheus.io/scrape",
              "prometheus.io/port",
              "prometheus.io/path"));
    }
    removeIfEmpty(metadata, "annotations");
    var spec = (ObjectNode) pod.path("spec");
    for (String list : List.of("initContainers", "volumes")) {
      if (spec.path(list) instanceof ArrayNode elements) {
        elements.removeIf(element -> OURS.contains(element.path("name").asText()));
      }
      removeIfEmpty(spec, list);
    }
    return pod;
  }

  private static void removeIfEmpty(ObjectNode parent, String name) {
    if (parent.path(name).isEmpty()) {
      parent.remove(name);
    }
  }

  private static JsonNode anyPod(Random dice) {
    var pod = JsonNodeFactory.instance.objectNode();
    var metadata = pod.putObject("metadata").put("name", "pod-" + dice.nextInt(100));
    if (dice.nextBoolean()) {
      metadata.set("annotations", anyObject(dice, 2));
    }
    var spec = pod.putObject("spec");
    for (String list : List.of("initContainers", "containers", "volumes")) {
      switch (dice.nextInt(4)) {
        case 0 -> spec.putNull(list);
        case 1, 2 -> anyNamed(spec.putArray(list), dice);
        default -> {}
      }
    }
    spec.set("other~/field", anyObject(dice, 3));
    return pod;
  }

  private static void anyNamed(ArrayNode list, Random dice) {
    for (int i = dice.nextInt(4); i > 0; i--) {
      list.addObject().put("name", "app-" + i).set("with", anyObject(dice, 2));
    }
  }

  private static ObjectNode anyObject(Random dice, int depth) {
    var object = JsonNodeFactory.instance.objectNode();
    for (int i = dice.nextInt(4); i > 0; i--) {
      String key = "k~/\"" + dice.nextInt(10);
      switch (dice.nextInt(depth > 0 ? 5 : 3)) {
        case 0 -> object.put(key, dice.nextInt());
        case 1 -> object.putNull(key);
        case 2 -> object.put(key, "value " + dice.nextInt());
        case 3 -> object.set(key, anyObject(dice, depth - 1));
        default -> object.putArray(key).add(dice.nextDouble()).add(anyObject(dice, depth - 1));
      }
    }
    return object;
  }
}
