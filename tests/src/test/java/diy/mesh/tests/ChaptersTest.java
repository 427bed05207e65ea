package diy.mesh.tests;

import static org.assertj.core.api.Assertions.assertThat;

import diy.mesh.tests.Checkout.TextFile;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The chapters that lead through the code name types and methods that are really there. */
class ChaptersTest {

  /** A type, or a type and one of its members, as code in the text. */
  private static final Pattern NAME =
      Pattern.compile("`([A-Z][A-Za-z0-9]*[a-z][A-Za-z0-9]*)(?:\\.([a-z]\\w*))?`");

  /** What looks like a type and is a field of HTTP. */
  private static final List<String> FIELDS_OF_HTTP = List.of("Host", "Connection", "Upgrade");

  private final Checkout checkout = Checkout.read();
  private final JavaCode code = JavaCode.parse(checkout.java());

  @ParameterizedTest
  @ValueSource(
      strings = {
        "ARCHITECTURE.md",
        "docs/book/03-life-of-a-request.md",
        "docs/book/04-life-of-a-config-change.md",
        "docs/book/07-seeing-inside.md",
        "docs/book/08-what-is-retried-what-is-lost.md",
        "docs/book/10-how-fast.md",
        "docs/book/12-detection.md"
      })
  void every_type_and_method_that_a_chapter_names_is_in_the_code(String chapter) {
    List<MatchResult> names = NAME.matcher(text(chapter)).results().toList();

    assertThat(names)
        .hasSizeGreaterThan(10)
        .filteredOn(name -> !FIELDS_OF_HTTP.contains(name.group(1)))
        .filteredOn(name -> !isThere(name.group(1), name.group(2)))
        .extracting(MatchResult::group)
        .as("names in %s that no source has", chapter)
        .isEmpty();
  }

  private boolean isThere(String type, @Nullable String member) {
    Stream<TextFile> files =
        code.types().stream().filter(each -> each.name().equals(type)).map(JavaCode.Type::file);
    if (member == null) {
      return files.findAny().isPresent();
    }
    var paths = files.map(TextFile::path).toList();
    return code.methods().stream()
            .anyMatch(each -> each.name().equals(member) && paths.contains(each.file().path()))
        || isField(paths, member);
  }

  /** A rule of ArchUnit, or a component of a record. */
  private boolean isField(List<String> paths, String name) {
    var declaration = Pattern.compile("\\w+>? " + name + "\\b( =|[,;)])");
    return checkout.files().stream()
        .anyMatch(file -> paths.contains(file.path()) && declaration.matcher(file.text()).find());
  }

  private String text(String path) {
    return checkout.files().stream()
        .filter(file -> file.path().equals(path))
        .findFirst()
        .orElseThrow(() -> new AssertionError("no file " + path))
        .text();
  }
}
