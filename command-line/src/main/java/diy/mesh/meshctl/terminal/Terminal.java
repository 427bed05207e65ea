package diy.mesh.meshctl.terminal;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * One of the process's two outputs. What is drawn again and again, and colours, only where a person
 * looks at it. Safe for several threads.
 */
public final class Terminal {

  private static final String CLEAR_BELOW = "\u001b[J";

  private final PrintStream stream;
  private final boolean live;
  private final boolean coloured;
  private int drawn;

  Terminal(PrintStream stream, boolean live, boolean coloured) {
    this.stream = stream;
    this.live = live;
    this.coloured = coloured;
  }

  /** Standard output. */
  public static Terminal output(Map<String, String> environment) {
    return of(System.out, 1, environment);
  }

  /** Standard error. */
  public static Terminal errors(Map<String, String> environment) {
    return of(System.err, 2, environment);
  }

  /** Everything as plain lines, wherever they go. */
  public static Terminal plain(PrintStream stream) {
    return new Terminal(stream, false, false);
  }

  private static Terminal of(PrintStream stream, int descriptor, Map<String, String> environment) {
    boolean live =
        leadsToScreen(descriptor) && !environment.getOrDefault("TERM", "dumb").equals("dumb");
    // https://no-color.org: set to anything but nothing
    boolean coloured = live && environment.getOrDefault("NO_COLOR", "").isEmpty();
    var utf8 = new PrintStream(stream, true, StandardCharsets.UTF_8);
    return new Terminal(utf8, live, coloured);
  }

  /** Java's own console answers for standard input and output together, never for one alone. */
  private static boolean leadsToScreen(int descriptor) {
    try {
      var target = Files.readSymbolicLink(Path.of("/proc/self/fd/" + descriptor)).toString();
      return target.startsWith("/dev/pts/")
          || target.startsWith("/dev/tty")
          || target.equals("/dev/console");
    } catch (IOException e) {
      return false;
    }
  }

  /** Whether lines may be drawn over. */
  public boolean live() {
    return live;
  }

  /** The text in a colour, or as it is where colours are not wanted. */
  public String paint(Colour colour, String text) {
    return coloured ? colour.around(text) : text;
  }

  /** A line of its own, below what is drawn. */
  public synchronized void println(String line) {
    stream.println(line);
    drawn = 0;
  }

  /** Bytes as somebody else wrote them. */
  public synchronized void write(byte[] bytes) {
    stream.write(bytes, 0, bytes.length);
    stream.flush();
    drawn = 0;
  }

  /** Replaces the lines that the last call drew, if nothing was printed since. Only where live. */
  public synchronized void draw(List<String> lines) {
    var frame = new StringBuilder();
    if (drawn > 0) {
      frame.append("\u001b[%dA".formatted(drawn)).append(CLEAR_BELOW);
    }
    lines.forEach(line -> frame.append(line).append(System.lineSeparator()));
    stream.print(frame);
    stream.flush();
    drawn = lines.size();
  }
}
