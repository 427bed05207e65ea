package diy.mesh.admission.inject;

import diy.mesh.admission.inject.InjectionSettings.Amount;
import diy.mesh.admission.inject.InjectionSettings.Resources;
import diy.mesh.model.workload.Annotations;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What a pod's annotations say about its proxy.
 *
 * @param environment how it behaves, in a fixed order
 * @param resources what it may use
 */
record ProxyTuning(Map<String, String> environment, Resources resources) {

  static final String LOG_LEVEL = "MESH_LOG_LEVEL";

  private static final List<AnnotatedVariable> VARIABLES =
      List.of(
          AnnotatedVariable.word(
              Annotations.LOG_LEVEL,
              LOG_LEVEL,
              List.of("trace", "debug", "info", "warn", "error", "off")),
          AnnotatedVariable.word(
              Annotations.ACCESS_LOG, "MESH_ACCESS_LOG", List.of("off", "text", "json")),
          AnnotatedVariable.ports(Annotations.OPAQUE_PORTS, "MESH_OPAQUE_PORTS"));

  /**
   * Reads them.
   *
   * @param settings what is so where they say nothing
   * @param problems gets one for each annotation that cannot be understood
   */
  static ProxyTuning wantedBy(Pod pod, InjectionSettings settings, List<String> problems) {
    var environment = new LinkedHashMap<String, String>();
    environment.put(LOG_LEVEL, settings.logLevel());
    VARIABLES.forEach(each -> each.read(pod, environment, problems));
    var usual = settings.proxy().resources();
    var cpu = new Wish(Annotations.PROXY_CPU_REQUEST, Annotations.PROXY_CPU_LIMIT, Quantity.CPU);
    var memory =
        new Wish(Annotations.PROXY_MEMORY_REQUEST, Annotations.PROXY_MEMORY_LIMIT, Quantity.MEMORY);
    return new ProxyTuning(
        environment,
        new Resources(
            cpu.settle(pod, usual.cpu(), problems), memory.settle(pod, usual.memory(), problems)));
  }

  /** The same for a proxy that is asked whether the app listens on these ports. */
  ProxyTuning probing(Set<Integer> ports) {
    if (ports.isEmpty()) {
      return this;
    }
    var more = new LinkedHashMap<>(environment);
    more.put(
        "MESH_PROBE_PORTS", ports.stream().map(String::valueOf).collect(Collectors.joining(",")));
    return new ProxyTuning(more, resources);
  }

  /** Two annotations about one resource. */
  private record Wish(String request, String limit, Quantity.Form form) {

    /** What is not said follows what is, as no container may request more than its limit. */
    Amount settle(Pod pod, Amount usual, List<String> problems) {
      Optional<Quantity> wanted = read(pod, request, problems);
      Optional<Quantity> most = read(pod, limit, problems);
      if (wanted.isEmpty() && most.isEmpty()) {
        return usual;
      }
      if (wanted.isPresent() && most.isPresent() && wanted.get().isMoreThan(most.get())) {
        problems.add(
            "%s: annotation %s: '%s' (expected: at most %s, '%s')"
                .formatted(pod.title(), request, wanted.get(), limit, most.get()));
      }
      Quantity least = wanted.orElseGet(() -> form.parse(usual.request()).orElseThrow());
      @Nullable String usualLimit = usual.limit();
      Optional<Quantity> highest =
          most.or(() -> Optional.ofNullable(usualLimit).flatMap(form::parse).map(least::orMore));
      return new Amount(
          highest.map(least::orLess).orElse(least).toString(),
          highest.map(Quantity::toString).orElse(null));
    }

    private Optional<Quantity> read(Pod pod, String annotation, List<String> problems) {
      String value = pod.annotation(annotation).orElse("").strip();
      if (value.isEmpty()) {
        return Optional.empty();
      }
      Optional<Quantity> quantity = form.parse(value);
      if (quantity.isEmpty()) {
        problems.add(
            "%s: annotation %s: '%s' (expected: %s)"
                .formatted(pod.title(), annotation, value, form.expected()));
      }
      return quantity;
    }
  }
}
