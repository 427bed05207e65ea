package diy.mesh.standalone.pod;

import diy.mesh.resources.Fields;
import diy.mesh.standalone.pod.ContainerSpec.Mount;
import diy.mesh.standalone.pod.ContainerSpec.Port;
import diy.mesh.standalone.pod.ContainerSpec.Probes;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Reads one container of a pod. */
final class ContainerReader {

  private static final Set<String> HONOURED =
      Set.of(
          "args",
          "command",
          "env",
          "image",
          "livenessProbe",
          "name",
          "ports",
          "readinessProbe",
          "restartPolicy",
          "securityContext",
          "startupProbe",
          "volumeMounts",
          "workingDir");

  // A process of this machine uses what it uses, and writes where its user may write.
  private static final Set<String> IGNORED =
      Set.of(
          "imagePullPolicy",
          "resources",
          "stdin",
          "terminationMessagePath",
          "terminationMessagePolicy",
          "tty");

  private static final Set<String> FIELD_PATHS =
      Set.of(
          "metadata.name",
          "metadata.namespace",
          "metadata.uid",
          "spec.nodeName",
          "spec.serviceAccountName",
          "status.hostIP",
          "status.podIP");

  private ContainerReader() {}

  static ContainerSpec read(Fields fields, Optional<Fields> podSecurity, List<String> volumes) {
    Section.check(fields, HONOURED, IGNORED);
    var command = fields.texts("command");
    if (command.isEmpty()) {
      fields.require("image", "one of the image table, or a command of its own");
    }
    var ports = ports(fields);
    var probes = new ProbeReader(ports);
    return new ContainerSpec(
        Section.name(fields, "name"),
        fields.text("image").orElse(""),
        command,
        fields.texts("args"),
        fields.text("workingDir").orElse("/"),
        environment(fields),
        ports,
        mounts(fields, volumes),
        SecurityReader.read(fields, podSecurity),
        new Probes(
            probes.read(fields, "startupProbe"),
            probes.read(fields, "readinessProbe"),
            probes.read(fields, "livenessProbe")),
        sidecar(fields));
  }

  private static boolean sidecar(Fields fields) {
    Optional<String> policy = fields.text("restartPolicy");
    if (policy.isPresent() && !policy.get().equals("Always")) {
      fields.refuse("restartPolicy", policy.get(), "Always, for a sidecar among initContainers");
    }
    return policy.isPresent();
  }

  private static List<Port> ports(Fields fields) {
    var ports = new ArrayList<Port>();
    for (Fields port : fields.fieldsOfItems("ports")) {
      Section.check(port, Set.of("containerPort", "name", "protocol"), Set.of());
      port.require("containerPort", "1 to 65535");
      var number = port.whole("containerPort", 1, 65_535);
      if (number.isPresent()) {
        ports.add(new Port(port.text("name").orElse(""), number.getAsInt()));
      }
    }
    return ports;
  }

  private static List<EnvVariable> environment(Fields fields) {
    var variables = new ArrayList<EnvVariable>();
    for (Fields variable : fields.fieldsOfItems("env")) {
      Section.check(variable, Set.of("name", "value", "valueFrom"), Set.of());
      variable.require("name", "the variable's name");
      String name = variable.text("name").orElse("");
      Optional<Fields> from = variable.fields("valueFrom");
      variables.add(
          from.isPresent()
              ? new EnvVariable.FieldRef(name, fieldPath(from.get()))
              : new EnvVariable.Literal(name, variable.text("value").orElse("")));
    }
    return variables;
  }

  private static String fieldPath(Fields from) {
    Section.check(from, Set.of("fieldRef"), Set.of());
    Optional<Fields> reference = from.fields("fieldRef");
    if (reference.isEmpty()) {
      return "";
    }
    reference.get().require("fieldPath", "such as metadata.name");
    String path = reference.get().text("fieldPath").orElse("");
    if (!FIELD_PATHS.contains(path) && !path.matches("metadata\\.(labels|annotations)\\['.+']")) {
      String expected = String.join(", ", FIELD_PATHS.stream().sorted().toList());
      reference
          .get()
          .refuse(
              "fieldPath", path, expected + ", metadata.labels['x'], metadata.annotations['x']");
    }
    return path;
  }

  private static List<Mount> mounts(Fields fields, List<String> volumes) {
    var mounts = new ArrayList<Mount>();
    for (Fields mount : fields.fieldsOfItems("volumeMounts")) {
      Section.check(mount, Set.of("name", "mountPath"), Set.of("readOnly"));
      mount.require("name", "a volume of the pod");
      mount.require("mountPath", "an absolute path");
      String volume = mount.text("name").orElse("");
      if (!volume.isEmpty() && !volumes.contains(volume)) {
        mount.refuse("name", volume, "one of the pod's volumes " + volumes);
      }
      String path = mount.text("mountPath").orElse("");
      if (!path.startsWith("/") || path.equals("/")) {
        mount.refuse("mountPath", path, "an absolute path, not /");
      }
      mounts.add(new Mount(volume, path));
    }
    return mounts;
  }
}
