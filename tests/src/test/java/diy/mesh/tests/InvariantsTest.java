package diy.mesh.tests;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** ARCHITECTURE.md names the test that holds each invariant; this one holds ARCHITECTURE.md. */
class InvariantsTest {

  private static final Pattern NAMED_TEST = Pattern.compile("`([A-Z]\\w*Test)\\.(\\w+)`");

  private final Checkout checkout = Checkout.read();

  @Test
  void every_test_that_the_architecture_names_is_there() {
    String architecture =
        checkout.files().stream()
            .filter(file -> file.path().equals("ARCHITECTURE.md"))
            .findFirst()
            .orElseThrow()
            .text();
    List<MatchResult> named = NAMED_TEST.matcher(architecture).results().toList();

    assertThat(named)
        .hasSizeGreaterThan(10)
        .extracting(MatchResult::group)
        .allMatch(name -> isThere(name.replace("`", "")));
  }

  private boolean isThere(String test) {
    int dot = test.indexOf('.');
    String file = "/" + test.substring(0, dot) + ".java";
    // A method, or the field that holds a rule of ArchUnit.
    var declaration = Pattern.compile("(void|ArchRule) " + test.substring(dot + 1) + "\\b");
    return checkout.files().stream()
        .filter(candidate -> candidate.path().endsWith(file))
        .anyMatch(candidate -> declaration.matcher(candidate.text()).find());
  }
}
