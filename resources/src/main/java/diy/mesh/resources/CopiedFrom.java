package diy.mesh.resources;

import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Where a text was copied from: a comment in its first line, as C's {@code #line}, so that whoever
 * reads the copy can name the place where its author would look.
 *
 * @param file as people shall see it
 * @param line of the text's first line there
 */
public record CopiedFrom(String file, int line) {

  private static final String WORDS = "# copied from ";
  private static final Pattern FIRST_LINE =
      Pattern.compile(WORDS + "(\\P{Cntrl}+):([1-9][0-9]{0,8})\n");

  public CopiedFrom {
    if (line < 1) {
      throw new IllegalArgumentException("line: %d (expected: 1 or more)".formatted(line));
    }
  }

  /** What a text's first line says; empty where it is any other line. */
  static Optional<CopiedFrom> firstLineOf(String text) {
    var found = FIRST_LINE.matcher(text);
    return found.lookingAt()
        ? Optional.of(new CopiedFrom(found.group(1), Integer.parseInt(found.group(2))))
        : Optional.empty();
  }

  /** A copy's text without the comment. */
  public static String without(String text) {
    return firstLineOf(text).isPresent() ? text.substring(text.indexOf('\n') + 1) : text;
  }

  /** The text with the comment above it; as it is, where no comment could hold the file's name. */
  public String above(String text) {
    var copy = "%s%s:%d\n%s".formatted(WORDS, file, line, text);
    return firstLineOf(copy).isPresent() ? copy : text;
  }
}
