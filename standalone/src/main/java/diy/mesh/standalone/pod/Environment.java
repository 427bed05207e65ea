package diy.mesh.standalone.pod;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A container's environment, and the text that refers to it as {@code $(NAME)}. */
final class Environment {

  /** {@code $$} stands for a dollar sign that begins no reference. */
  private static final Pattern REFERENCE = Pattern.compile("\\$\\$|\\$\\(([^()\\s]+)\\)");

  private final Map<String, String> values = new LinkedHashMap<>();

  Environment(Map<String, String> given, List<EnvVariable> variables, PodIdentity pod) {
    values.putAll(given);
    for (EnvVariable variable : variables) {
      String value =
          switch (variable) {
            case EnvVariable.Literal(var _, var text) -> expand(text);
            case EnvVariable.FieldRef(var _, var path) -> pod.field(path);
          };
      values.put(variable.name(), value);
    }
  }

  Map<String, String> values() {
    return Map.copyOf(values);
  }

  /** Puts values in place of references; one to an unknown variable stays as it is. */
  String expand(String text) {
    return REFERENCE
        .matcher(text)
        .replaceAll(
            found -> {
              String name = found.group(1);
              String value = name == null ? "$" : values.getOrDefault(name, found.group());
              return Matcher.quoteReplacement(value);
            });
  }
}
