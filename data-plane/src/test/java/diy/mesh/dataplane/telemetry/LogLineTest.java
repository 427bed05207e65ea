package diy.mesh.dataplane.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class LogLineTest {

  /** A string of RFC 8259 section 7, of ASCII. */
  private static final String STRING =
      "\"(?:[\\x20\\x21\\x23-\\x5b\\x5d-\\x7e]|\\\\[\"\\\\]|\\\\u[0-9a-f]{4})*\"";

  private static final Pattern JSON =
      Pattern.compile("\\{\"a\":(?<a>" + STRING + "),\"b\":(?<b>" + STRING + "),\"n\":-?[0-9]+}\n");

  private static final Pattern TEXT =
      Pattern.compile(
          "a=(?<a>[!-~&&[^\"=\\\\]]+|"
              + STRING
              + ") b=(?<b>[!-~&&[^\"=\\\\]]+|"
              + STRING
              + ") n=-?[0-9]+\n");

  @Test
  void plain_values_stand_as_they_are() {
    assertThat(line(LineFormat.TEXT, "GET", "/who")).isEqualTo("a=GET b=/who n=1\n");
    assertThat(line(LineFormat.JSON, "GET", "/who"))
        .isEqualTo("{\"a\":\"GET\",\"b\":\"/who\",\"n\":1}\n");
  }

  @Test
  void nobody_forges_a_line_or_a_value() {
    assertThat(line(LineFormat.TEXT, "x\nstatus=200", "a b=c\u001b[2J\u0085\u202e"))
        .isEqualTo("a=\"x\\u000astatus=200\" b=\"a b=c\\u001b[2J\\u0085\\u202e\" n=1\n");
  }

  @Test
  void what_is_empty_is_left_out() {
    assertThat(line(LineFormat.TEXT, "", "x")).isEqualTo("b=x n=1\n");
    assertThat(line(LineFormat.JSON, "", "x")).isEqualTo("{\"b\":\"x\",\"n\":1}\n");
  }

  @Test
  void milliseconds_have_three_places() {
    var out = new LineBuffer();

    new LogLine(out, LineFormat.TEXT).millis("a", 1_000).millis("b", 12_345_678).end();

    assertThat(out).hasToString("a=0.001 b=12.345\n");
  }

  @Test
  void a_time_is_in_utc_with_three_places() {
    var out = new LineBuffer();
    long time = Instant.parse("2026-01-02T03:04:05.006789Z").toEpochMilli();

    new LogLine(out, LineFormat.TEXT).time("a", time).end();
    new LogLine(out, LineFormat.JSON).time("a", time).end();

    assertThat(out)
        .hasToString("a=2026-01-02T03:04:05.006Z\n{\"a\":\"2026-01-02T03:04:05.006Z\"}\n");
  }

  @Test
  void any_values_are_one_line_of_json_or_text_and_can_be_read_again() {
    for (long seed = 0; seed < 20_000; seed++) {
      var dice = new Random(seed);
      String a = any(dice);
      String b = any(dice);
      for (LineFormat format : List.of(LineFormat.JSON, LineFormat.TEXT)) {
        var read = (format == LineFormat.JSON ? JSON : TEXT).matcher(line(format, a, b));

        assertThat(read.matches()).as("seed %d: %s", seed, format).isTrue();
        assertThat(unquoted(read.group("a"))).as("seed %d", seed).isEqualTo(a);
        assertThat(unquoted(read.group("b"))).as("seed %d", seed).isEqualTo(b);
      }
    }
  }

  private static String line(LineFormat format, String a, String b) {
    var out = new LineBuffer();
    new LogLine(out, format).text("a", a).text("b", b).number("n", 1).end();
    return out.toString();
  }

  private static String any(Random dice) {
    var chars = new ArrayList<Character>();
    int length = 1 + dice.nextInt(8);
    for (int i = 0; i < length; i++) {
      chars.add((char) dice.nextInt(1 << (1 + dice.nextInt(16))));
    }
    var text = new LineBuffer();
    chars.forEach(text::append);
    return text.toString();
  }

  private static String unquoted(String value) {
    if (!value.startsWith("\"")) {
      return value;
    }
    return Pattern.compile("\\\\(?:u(....)|(.))")
        .matcher(value.substring(1, value.length() - 1))
        .replaceAll(
            found ->
                Matcher.quoteReplacement(
                    found.group(1) == null
                        ? found.group(2)
                        : String.valueOf((char) Integer.parseInt(found.group(1), 16))));
  }
}
