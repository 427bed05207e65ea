package diy.mesh.meshctl.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class TerminalTest {

  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  private final PrintStream stream = new PrintStream(bytes, true, StandardCharsets.UTF_8);

  @Test
  void what_is_drawn_again_replaces_what_was_drawn() {
    var terminal = new Terminal(stream, true, false);

    terminal.draw(List.of("one", "two"));
    terminal.draw(List.of("three"));

    assertThat(shown()).isEqualTo("one\ntwo\n\u001b[2A\u001b[Jthree\n");
  }

  @Test
  void a_printed_line_is_never_drawn_over() {
    var terminal = new Terminal(stream, true, false);

    terminal.draw(List.of("one"));
    terminal.println("stays");
    terminal.draw(List.of("two"));

    assertThat(shown()).isEqualTo("one\nstays\ntwo\n");
  }

  @Test
  void colours_are_for_those_who_want_them() {
    var coloured = new Terminal(stream, true, true);
    var plain = new Terminal(stream, true, false);

    assertThat(coloured.paint(Colour.RED, "no")).isEqualTo("\u001b[31mno\u001b[0m");
    assertThat(plain.paint(Colour.RED, "no")).isEqualTo("no");
  }

  private String shown() {
    return bytes.toString(StandardCharsets.UTF_8);
  }
}
