package diy.mesh.admission.inject;

import diy.mesh.model.service.Cidr;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/**
 * An annotation that becomes a variable of one of our containers.
 *
 * @param form whether a value, without blanks around it, can be understood
 * @param expected the form in words, for the pod's author
 */
record AnnotatedVariable(
    String annotation, String variable, Predicate<String> form, String expected) {

  static AnnotatedVariable ports(String annotation, String variable) {
    return new AnnotatedVariable(
        annotation,
        variable,
        eachPart(AnnotatedVariable::isPort),
        "ports from 1 to 65535, separated by commas: 25,3306");
  }

  static AnnotatedVariable blocks(String annotation, String variable) {
    return new AnnotatedVariable(
        annotation,
        variable,
        eachPart(AnnotatedVariable::isCidr),
        "address blocks, separated by commas: 10.0.0.0/8,fd00::/8");
  }

  static AnnotatedVariable word(String annotation, String variable, List<String> words) {
    return new AnnotatedVariable(
        annotation, variable, words::contains, "one of " + String.join(", ", words));
  }

  /** Puts what the pod says into one of the two; an empty value says nothing. */
  void read(Pod pod, Map<String, String> environment, List<String> problems) {
    String value = pod.annotation(annotation).orElse("").strip();
    if (value.isEmpty()) {
      return;
    }
    if (form.test(value)) {
      environment.put(variable, value.replaceAll("\\s*,\\s*", ","));
    } else {
      problems.add(
          "%s: annotation %s: '%s' (expected: %s)"
              .formatted(pod.title(), annotation, value, expected));
    }
  }

  private static Predicate<String> eachPart(Predicate<String> form) {
    return value -> Arrays.stream(value.split(",", -1)).map(String::strip).allMatch(form);
  }

  private static boolean isPort(String text) {
    return text.matches("[1-9][0-9]{0,4}") && Integer.parseInt(text) <= 65_535;
  }

  private static boolean isCidr(String text) {
    try {
      Cidr.parse(text);
      return true;
    } catch (IllegalArgumentException e) {
      return false;
    }
  }
}
