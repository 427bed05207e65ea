package diy.mesh.standalone.pod;

import diy.mesh.resources.Fields;
import diy.mesh.resources.yaml.Tree;
import diy.mesh.standalone.pod.ContainerSpec.Port;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads probes.
 *
 * @param ports of the container, which probes may name
 */
record ProbeReader(List<Port> ports) {

  private static final Set<String> CHECKS = Set.of("exec", "httpGet", "tcpSocket");
  private static final Set<String> HONOURED =
      Set.of(
          "exec",
          "failureThreshold",
          "httpGet",
          "initialDelaySeconds",
          "periodSeconds",
          "successThreshold",
          "tcpSocket",
          "timeoutSeconds");
  private static final int MOST = 100_000;

  @Nullable Probe read(Fields container, String name) {
    Optional<Fields> found = container.fields(name);
    if (found.isEmpty()) {
      return null;
    }
    var probe = found.get();
    Section.check(probe, HONOURED, Set.of("terminationGracePeriodSeconds"));
    return new Probe(
        check(container, name, probe),
        Duration.ofSeconds(probe.whole("initialDelaySeconds", 0, MOST).orElse(0)),
        Duration.ofSeconds(probe.whole("periodSeconds", 1, MOST).orElse(10)),
        Duration.ofSeconds(probe.whole("timeoutSeconds", 1, MOST).orElse(1)),
        probe.whole("successThreshold", 1, MOST).orElse(1),
        probe.whole("failureThreshold", 1, MOST).orElse(3));
  }

  private Probe.Check check(Fields container, String name, Fields probe) {
    if (CHECKS.stream().filter(check -> probe.tree().get(check) != null).count() != 1) {
      container.refuse(name, "none or several checks", "one of exec, httpGet, tcpSocket");
    }
    var tcp = probe.fields("tcpSocket");
    if (tcp.isPresent()) {
      Section.check(tcp.get(), Set.of("host", "port"), Set.of());
      return new Probe.TcpSocket(tcp.get().text("host").orElse(""), port(tcp.get()));
    }
    var exec = probe.fields("exec");
    if (exec.isPresent()) {
      exec.get().require("command", "the program and its arguments");
      return new Probe.Exec(exec.get().texts("command"));
    }
    return probe
        .fields("httpGet")
        .map(this::httpGet)
        .orElseGet(() -> new Probe.HttpGet("", 1, "/", Map.of()));
  }

  private Probe.HttpGet httpGet(Fields get) {
    Section.check(get, Set.of("host", "httpHeaders", "path", "port", "scheme"), Set.of());
    String scheme = get.text("scheme").orElse("HTTP");
    if (!scheme.equals("HTTP")) {
      get.refuse("scheme", scheme, "HTTP");
    }
    var headers = new LinkedHashMap<String, String>();
    for (Fields header : get.fieldsOfItems("httpHeaders")) {
      headers.put(header.text("name").orElse(""), header.text("value").orElse(""));
    }
    return new Probe.HttpGet(
        get.text("host").orElse(""), port(get), get.text("path").orElse("/"), headers);
  }

  private int port(Fields check) {
    check.require("port", "a number, or the name of one of the container's ports");
    if (check.tree().get("port") instanceof Tree.Scalar(String name, _, _)) {
      var number = ports.stream().filter(port -> port.name().equals(name)).findFirst();
      if (number.isEmpty()) {
        check.refuse("port", "'" + name + "'", "the name of one of the container's ports");
      }
      return number.map(Port::number).orElse(1);
    }
    OptionalInt number = check.whole("port", 1, 65_535);
    return number.orElse(1);
  }
}
