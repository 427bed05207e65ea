package diy.mesh.model.route;

import java.util.Locale;

/**
 * A header that a request must have.
 *
 * @param name compared without regard to case, so it is kept in lower case
 * @param value the whole of it, compared exactly; of several fields the first counts
 */
public record HeaderMatch(String name, String value) {

  public HeaderMatch {
    if (name.isEmpty()) {
      throw new IllegalArgumentException("header: '' (expected: a name)");
    }
    name = name.toLowerCase(Locale.ROOT);
  }

  /** Whether a request is taken. */
  public boolean matches(RequestHead head) {
    return value.equals(head.header(name));
  }

  @Override
  public String toString() {
    return "%s: %s".formatted(name, value);
  }
}
