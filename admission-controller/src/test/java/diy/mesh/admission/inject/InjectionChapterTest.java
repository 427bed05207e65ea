package diy.mesh.admission.inject;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import diy.mesh.admission.inject.InjectionDecision.Inject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Keeps the book true. Surefire runs in the module's folder, so the book is next door. */
class InjectionChapterTest {

  private static final Path CHAPTER = Path.of("../docs/book/02-injection.md");

  @Test
  void the_chapters_pod_becomes_what_the_chapter_shows() throws IOException {
    String chapter = Files.readString(CHAPTER);
    JsonNode before = Yaml.parse(yamlAfter(chapter, "<!-- before"));
    var injector = new Injector(InjectionSettings.defaults());

    var decision = injector.decide(before, "demo", Map.of("mesh.diy/inject", "enabled"));

    JsonNode after = ((Inject) decision).patch().applyTo(before);
    assertThat(Yaml.sorted(after))
        .isEqualTo(Yaml.sorted(Yaml.parse(yamlAfter(chapter, "<!-- after"))));
  }

  private static String yamlAfter(String chapter, String mark) {
    int start = chapter.indexOf("```yaml\n", chapter.indexOf(mark)) + "```yaml\n".length();
    return chapter.substring(start, chapter.indexOf("```", start));
  }
}
