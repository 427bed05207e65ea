package diy.mesh.admission.inject;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The moment between "this pod takes no more requests" and "end": Kubernetes says both at once, one
 * to everybody else and the other to the app. Apps that end at once would lose what is still on its
 * way to them, so each container sleeps first; one with a {@code preStop} of its own knows better.
 *
 * @param containers by their place in {@code spec.containers}
 */
record Farewell(List<Integer> containers, int seconds) {

  private static final int DEFAULT_GRACE_SECONDS = 30;

  /** What there is to add; nothing where so little time is granted that the app needs all of it. */
  static Farewell of(Pod pod, int seconds) {
    int grace = pod.spec().path("terminationGracePeriodSeconds").asInt(DEFAULT_GRACE_SECONDS);
    if (seconds == 0 || grace < 2 * seconds) {
      return new Farewell(List.of(), 0);
    }
    JsonNode all = pod.spec().path("containers");
    return new Farewell(
        IntStream.range(0, all.size())
            .filter(i -> !all.path(i).path("lifecycle").path("preStop").isContainerNode())
            .boxed()
            .toList(),
        seconds);
  }

  void addTo(PatchDraft draft) {
    for (int container : containers) {
      var preStop = JsonNodeFactory.instance.objectNode();
      preStop.putObject("sleep").put("seconds", seconds);
      draft.put("/spec/containers/%d/lifecycle".formatted(container), "preStop", preStop);
    }
  }
}
