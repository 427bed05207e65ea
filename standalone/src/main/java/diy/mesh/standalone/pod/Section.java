package diy.mesh.standalone.pod;

import diy.mesh.resources.Fields;
import diy.mesh.resources.yaml.Tree;
import java.util.Set;
import java.util.regex.Pattern;

/** What this machine does with the fields of one mapping: unknown ones are refused by name. */
public final class Section {

  private static final Pattern NAME = Pattern.compile("[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?");

  private Section() {}

  /**
   * Refuses every field that is in neither set.
   *
   * @param honoured what is done as Kubernetes does it
   * @param ignored what is taken in without effect, since a pod works the same without it here
   */
  public static void check(Fields fields, Set<String> honoured, Set<String> ignored) {
    for (Tree.Field field : fields.tree().fields().values()) {
      if (!honoured.contains(field.name()) && !ignored.contains(field.name())) {
        fields.refuse(field.name(), "standalone does not do this", "one of " + sorted(honoured));
      }
    }
  }

  /** Refuses a flag that is set. */
  public static void refuseIfTrue(Fields fields, String name) {
    if (fields.flag(name).orElse(false)) {
      fields.refuse(name, true, "false: standalone does not do this");
    }
  }

  /** A required name that may become part of a path or a host name; empty where it is refused. */
  public static String name(Fields fields, String field) {
    fields.require(field, "a name");
    String name = fields.text(field).orElse("");
    if (!name.isEmpty() && !NAME.matcher(name).matches()) {
      fields.refuse(field, "'" + name + "'", "lower-case letters, digits and dashes, at most 63");
    }
    return name;
  }

  private static String sorted(Set<String> names) {
    return String.join(", ", names.stream().sorted().toList());
  }
}
