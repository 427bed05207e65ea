package diy.mesh.dataplane;

import static org.assertj.core.api.Assertions.assertThat;

import diy.mesh.dataplane.telemetry.Telemetry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** docs/book/09-limits.md is true. */
class LimitsTableTest {

  private static final Path TESTS = Path.of("src/test/java/diy/mesh/dataplane");

  /** A line of the table; {@code 7} for a default is a number, else words. */
  private record Row(String variable, String usual, String metric, String test) {}

  private final String page = read(Path.of("../docs/book/09-limits.md"));
  private final List<Row> rows = rows();

  private List<Row> rows() {
    var line =
        Pattern.compile("(?m)^\\| `(MESH_\\w+)` \\| (.+?) \\| .+? \\| `(.+?)` \\| `(.+?)` \\|$");
    return line.matcher(page)
        .results()
        .map(row -> new Row(row.group(1), row.group(2), row.group(3), row.group(4)))
        .toList();
  }

  @Test
  void each_default_is_the_one_that_is_used() throws Exception {
    var unset = Settings.fromEnvironment(Map.of()).limits();
    List<String> numbers = new ArrayList<>();
    for (var row : rows) {
      if (row.usual().matches("\\d+")) {
        var stated = Settings.fromEnvironment(Map.of(row.variable(), row.usual())).limits();
        int other = Integer.parseInt(row.usual()) + 1;
        var changed =
            Settings.fromEnvironment(Map.of(row.variable(), Integer.toString(other))).limits();
        assertThat(stated).as(row.variable()).isEqualTo(unset).isNotEqualTo(changed);
        numbers.add(row.variable());
      }
    }

    assertThat(numbers).hasSize(21);
  }

  @Test
  void each_limit_of_the_settings_is_in_the_table() {
    var settings = read(Path.of("src/main/java/diy/mesh/dataplane/Settings.java"));
    String limits = settings.substring(settings.indexOf("Limits limits() throws"));
    String body = limits.substring(0, limits.indexOf("int eventLoops()"));

    assertThat(rows)
        .extracting(Row::variable)
        .containsAll(
            Pattern.compile("MESH_\\w+").matcher(body).results().map(r -> r.group()).toList());
  }

  @Test
  void each_limit_that_is_counted_is_on_the_page_and_the_other_way_round() {
    String exposition = new Telemetry(100).exposition();

    assertThat(Pattern.compile("limit=\"[\\w-]+\"").matcher(exposition).results())
        .isNotEmpty()
        .allSatisfy(counted -> assertThat(page).contains("`" + counted.group() + "`"));
    assertThat(rows).allSatisfy(row -> assertThat(exposition).contains("{" + row.metric() + "}"));
  }

  @Test
  void each_test_is_there() {
    assertThat(rows)
        .allSatisfy(
            row -> {
              String[] name = row.test().split("\\.", 2);
              Path file =
                  Stream.of("listener", "http", "upstream")
                      .map(station -> TESTS.resolve(station).resolve(name[0] + ".java"))
                      .filter(Files::exists)
                      .findFirst()
                      .orElseThrow();
              assertThat(read(file)).contains(name.length == 1 ? name[0] : "void " + name[1] + "(");
            });
  }

  @Test
  void connections_follow_from_file_descriptors() {
    assertThat(Settings.connectionsFor(1_024)).isEqualTo(398);
    assertThat(Settings.connectionsFor(Integer.MAX_VALUE)).isEqualTo(20_000);
    assertThat(Settings.connectionsFor(10)).isEqualTo(1);
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new AssertionError("cannot read " + file, e);
    }
  }
}
