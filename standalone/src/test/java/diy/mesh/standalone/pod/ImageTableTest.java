package diy.mesh.standalone.pod;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ImageTableTest {

  @Test
  void a_place_may_hold_blanks() {
    var table = ImageTable.parse("images", "a:1 = ${java} -v", Map.of("java", "/my jdk/java"));

    assertThat(table.program("a:1")).contains(List.of("/my jdk/java", "-v"));
  }

  @Test
  void a_later_table_wins() {
    var first = ImageTable.parse("one", "a:1 = one\nb:1 = one", Map.of());
    var second = ImageTable.parse("two", "# mine\n\na:1 = two", Map.of());

    var table = first.with(second);

    assertThat(table.program("a:1")).contains(List.of("two"));
    assertThat(table.program("b:1")).contains(List.of("one"));
  }

  @Test
  void a_line_of_another_form_is_refused_by_file_and_line() {
    assertThatThrownBy(() -> ImageTable.parse("images", "# mine\na:1 java", Map.of()))
        .hasMessage("images:2: 'a:1 java' (expected: image = program argument ...)");
  }

  @Test
  void a_table_reads_what_it_renders() {
    var table = ImageTable.parse("images", "b:1 = java -jar b.jar\na:1 = sleep 1", Map.of());

    assertThat(ImageTable.parse("again", table.render(), Map.of())).isEqualTo(table);
  }
}
