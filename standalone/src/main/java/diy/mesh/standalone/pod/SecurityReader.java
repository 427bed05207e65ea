package diy.mesh.standalone.pod;

import diy.mesh.resources.Fields;
import diy.mesh.standalone.pod.ContainerSpec.Security;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/** Reads whom a container runs as, and what it may do. */
final class SecurityReader {

  private static final Set<String> HONOURED =
      Set.of("allowPrivilegeEscalation", "capabilities", "runAsGroup", "runAsNonRoot", "runAsUser");

  private static final Set<String> IGNORED =
      Set.of(
          "appArmorProfile",
          "fsGroup",
          "fsGroupChangePolicy",
          "privileged",
          "procMount",
          "readOnlyRootFilesystem",
          "seLinuxOptions",
          "seccompProfile");

  /** What container runtimes leave to root: above all no NET_ADMIN. */
  private static final List<String> DEFAULT_CAPABILITIES =
      List.of(
          "audit_write",
          "chown",
          "dac_override",
          "fowner",
          "fsetid",
          "kill",
          "mknod",
          "net_bind_service",
          "net_raw",
          "setfcap",
          "setgid",
          "setpcap",
          "setuid",
          "sys_chroot");

  /** What images without root mostly call their user. */
  private static final int NOBODY_SPECIAL = 65_532;

  private static final int LARGEST_ID = Integer.MAX_VALUE;

  private SecurityReader() {}

  static Security read(Fields container, Optional<Fields> ofPod) {
    Optional<Fields> own = container.fields("securityContext");
    own.ifPresent(SecurityReader::check);
    ofPod.ifPresent(SecurityReader::check);
    boolean nonRoot =
        own.flatMap(fields -> fields.flag("runAsNonRoot"))
            .or(() -> ofPod.flatMap(fields -> fields.flag("runAsNonRoot")))
            .orElse(false);
    // The image table says nothing of users: root, as in an image that says nothing either.
    int user = id(own, ofPod, "runAsUser").orElse(nonRoot ? NOBODY_SPECIAL : 0);
    if (nonRoot && user == 0) {
      container.refuse("securityContext.runAsUser", 0, "not 0, since runAsNonRoot is true");
    }
    int group = id(own, ofPod, "runAsGroup").orElse(user == NOBODY_SPECIAL ? NOBODY_SPECIAL : 0);
    return new Security(
        user,
        group,
        capabilities(own.flatMap(fields -> fields.fields("capabilities"))),
        own.flatMap(fields -> fields.flag("allowPrivilegeEscalation")).orElse(true));
  }

  private static void check(Fields security) {
    Section.check(security, HONOURED, IGNORED);
    Section.refuseIfTrue(security, "privileged");
  }

  private static OptionalInt id(Optional<Fields> own, Optional<Fields> ofPod, String name) {
    OptionalInt id = own.map(fields -> id(fields, name)).orElse(OptionalInt.empty());
    return id.isPresent() ? id : ofPod.map(fields -> id(fields, name)).orElse(id);
  }

  private static OptionalInt id(Fields fields, String name) {
    return fields.whole(name, 0, LARGEST_ID);
  }

  private static List<String> capabilities(Optional<Fields> changes) {
    var capabilities = new LinkedHashSet<>(DEFAULT_CAPABILITIES);
    if (changes.isPresent()) {
      for (String dropped : names(changes.get(), "drop")) {
        if (dropped.equals("all")) {
          capabilities.clear();
        }
        capabilities.remove(dropped);
      }
      var added = names(changes.get(), "add");
      if (added.contains("all")) {
        changes.get().refuse("add", "ALL", "capabilities by name");
      }
      capabilities.addAll(added);
    }
    return new ArrayList<>(capabilities).stream().sorted().toList();
  }

  private static List<String> names(Fields changes, String field) {
    return changes.texts(field).stream()
        .map(name -> name.toLowerCase(Locale.ROOT))
        .map(name -> name.startsWith("cap_") ? name.substring(4) : name)
        .toList();
  }
}
