package diy.mesh.tests;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;

import diy.mesh.tests.Checkout.TextFile;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/**
 * The house rules that no compiler checks. Lists of exceptions may only shrink: one that is no
 * longer needed fails, too.
 */
class TidyTest {

  private static final Checkout CHECKOUT = Checkout.read();
  private static final JavaCode CODE = JavaCode.parse(CHECKOUT.java());

  private static final Set<String> NONE = Set.of();
  private static final Set<String> PLANES = Set.of("data-plane", "control-plane");

  private static final Pattern POSTPONED = Pattern.compile("\\b(TO" + "DO|FIX" + "ME|XX" + "X)\\b");
  private static final Pattern MACHINE_PATH =
      Pattern.compile("(?<![\\w.:])/(work|home|Users|root)/[\\w.]");
  private static final Pattern REGISTRY =
      Pattern.compile("(?i)\\b(arti" + "factory|nexus[.-]|[\\w.-]+\\.(internal|corp)(?=[:/]))");
  private static final Pattern VAGUE_TYPE = Pattern.compile(".+(Impl|Manager|Utils?|Helpers?)");
  private static final Pattern VAGUE_PACKAGE = Pattern.compile(".*/(commons?|utils?|helpers?)/.*");
  private static final Pattern SLEEP = Pattern.compile("(?<!void )\\bsleep\\(");

  @Test
  void the_walk_sees_the_sources() {
    assertThat(CHECKOUT.java()).extracting(TextFile::path).contains("model/" + pathOf("Target"));
    assertThat(CODE.methods())
        .extracting(JavaCode.Method::name)
        .contains("the_walk_sees_the_sources");
  }

  private static String pathOf(String type) {
    return "src/main/java/diy/mesh/model/target/%s.java".formatted(type);
  }

  @Test
  void files_stop_at_400_lines() {
    var found = new TreeMap<String, Object>();
    for (TextFile file : CHECKOUT.java()) {
      if (file.lines().size() > 400) {
        found.put(file.path(), file.lines().size());
      }
    }

    assertOnly(found, NONE, "at most 400 lines; move one idea to a file of its own");
  }

  @Test
  void methods_stop_at_70_lines() {
    var found = new TreeMap<String, Object>();
    for (JavaCode.Method method : CODE.methods()) {
      if (method.lines() > 70) {
        found.put(method.place(), method.lines());
      }
    }

    assertOnly(found, NONE, "at most 70 lines; name a part of it");
  }

  @Test
  void lines_stop_at_column_100() {
    var found =
        linesWhere(
            file -> file.isJava() || file.path().endsWith(".proto"),
            line -> line.codePointCount(0, line.length()) > 100);

    assertOnly(found, NONE, "at most 100 columns");
  }

  @Test
  void every_package_has_a_sign_at_its_door() {
    Map<String, List<TextFile>> packages =
        CHECKOUT.java().stream().collect(groupingBy(TidyTest::packageOf));
    var found = new TreeMap<String, Object>();
    packages.forEach(
        (name, files) -> {
          String sign =
              files.stream()
                  .filter(file -> file.path().endsWith("/package-info.java"))
                  .map(TextFile::text)
                  .findFirst()
                  .orElse("");
          if (!sign.contains("@NullMarked") || !sign.contains("In:") || !sign.contains("Out:")) {
            found.put(name, sign.isEmpty() ? "no package-info" : "incomplete package-info");
          }
        });

    assertOnly(found, NONE, "a package-info with @NullMarked that says what comes In: and Out:");
  }

  @Test
  void nothing_is_postponed_in_a_comment() {
    var found = linesWhere(_ -> true, line -> POSTPONED.matcher(line).find());

    assertOnly(found, NONE, "no reminders in files; open an issue");
  }

  @Test
  void names_say_what_a_thing_is() {
    var found = new TreeMap<String, Object>();
    for (JavaCode.Type type : CODE.types()) {
      if (VAGUE_TYPE.matcher(type.name()).matches()) {
        found.put(type.file().path() + "#" + type.name(), "vague name");
      }
    }
    for (TextFile file : CHECKOUT.java()) {
      if (VAGUE_PACKAGE.matcher(file.path()).matches()) {
        found.put(file.path(), "vague package");
      }
    }

    assertOnly(found, NONE, "a noun of the domain, no Impl, Manager, Util, Helper, common");
  }

  @Test
  void no_file_knows_the_machine_it_was_written_on() {
    var found =
        linesWhere(_ -> true, line -> hasMatch(MACHINE_PATH, line) || hasMatch(REGISTRY, line));

    assertOnly(found, NONE, "no path and no registry of one machine");
  }

  @Test
  void test_names_are_sentences() {
    var found = new TreeMap<String, Object>();
    for (JavaCode.Method method : CODE.methods()) {
      boolean isTest = method.annotations().stream().anyMatch(name -> name.endsWith("Test"));
      if (isTest && !method.name().contains("_")) {
        found.put(method.place(), method.annotations());
      }
    }

    assertOnly(found, NONE, "sentence_with_underscores");
  }

  @Test
  void no_test_sleeps() {
    var found = linesWhere(file -> file.isJava() && file.isTest(), line -> hasMatch(SLEEP, line));

    assertOnly(found, NONE, "a test waits for what it expects, or is given a clock");
  }

  @Test
  void planes_show_less_than_45_percent_of_their_types() {
    var found = new TreeMap<String, Object>();
    for (String plane : PLANES) {
      var types =
          CODE.types().stream()
              .filter(type -> type.file().module().equals(plane) && !type.file().isTest())
              .filter(JavaCode.Type::isTopLevel)
              .toList();
      long visible = types.stream().filter(JavaCode.Type::isPublic).count();
      if (visible * 100 >= types.size() * 45L && visible > 0) {
        found.put(plane, "%d of %d types are public".formatted(visible, types.size()));
      }
    }

    assertOnly(found, NONE, "less than 45%; keep types in their package");
  }

  private static void assertOnly(
      Map<String, Object> found, Set<String> exceptions, String expected) {
    var without = new LinkedHashMap<>(found);
    without.keySet().removeAll(exceptions);
    assertThat(without).as("expected: %s", expected).isEmpty();
    assertThat(exceptions.stream().filter(name -> !found.containsKey(name)).collect(toSet()))
        .as("exceptions that are no longer needed: take them off the list")
        .isEmpty();
  }

  private static Map<String, Object> linesWhere(Predicate<TextFile> wanted, Predicate<String> bad) {
    var found = new TreeMap<String, Object>();
    for (TextFile file : CHECKOUT.files().stream().filter(wanted).toList()) {
      List<String> lines = file.lines();
      for (int i = 0; i < lines.size(); i++) {
        if (bad.test(lines.get(i))) {
          found.put(file.path() + ":" + (i + 1), lines.get(i).strip());
        }
      }
    }
    return found;
  }

  private static boolean hasMatch(Pattern pattern, String line) {
    return pattern.matcher(line).find();
  }

  /** Module and package: main and test sources of one package share its sign. */
  private static String packageOf(TextFile file) {
    int source = file.path().indexOf("/java/") + "/java/".length();
    return file.module() + "/" + file.path().substring(source, file.path().lastIndexOf('/'));
  }
}
