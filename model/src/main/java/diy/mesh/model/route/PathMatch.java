package diy.mesh.model.route;

/** How a rule names the paths it wants. Paths are compared as received: nothing is decoded. */
public sealed interface PathMatch {

  /** This path alone. */
  record Exact(String path) implements PathMatch {
    public Exact {
      check(path);
    }

    @Override
    public String toString() {
      return "path = " + path;
    }
  }

  /**
   * Paths that begin with these whole segments: {@code /cart} takes {@code /cart/7}, never {@code
   * /cartoon}.
   *
   * @param path a slash at its end makes no difference, and is taken off
   */
  record Prefix(String path) implements PathMatch {
    public Prefix {
      check(path);
      path = path.length() > 1 && path.endsWith("/") ? path.substring(0, path.length() - 1) : path;
    }

    @Override
    public String toString() {
      return "path below " + path;
    }
  }

  /** The path that is written in the rule. */
  String path();

  /** Takes every request. */
  static PathMatch any() {
    return new Prefix("/");
  }

  /** Whether every request is taken, even one that has no path, such as {@code OPTIONS *}. */
  default boolean isAny() {
    return this instanceof Prefix && path().equals("/");
  }

  /**
   * Whether a request is taken.
   *
   * @param target as {@link RequestHead#target}: what follows its path does not count
   */
  default boolean matches(String target) {
    if (isAny()) {
      return true;
    }
    int start = startOfPath(target);
    int end = start + path().length();
    return start >= 0
        && target.startsWith(path(), start)
        && (isEnd(target, end) || (this instanceof Prefix && target.charAt(end) == '/'));
  }

  private static boolean isEnd(String target, int index) {
    return index == target.length() || target.charAt(index) == '?' || target.charAt(index) == '#';
  }

  /** Behind the authority, where the target has one (RFC 9112 section 3.2.2); -1 for no path. */
  private static int startOfPath(String target) {
    if (target.startsWith("/")) {
      return 0;
    }
    int scheme = target.indexOf("://");
    return scheme < 0 ? -1 : target.indexOf('/', scheme + 3);
  }

  private static void check(String path) {
    if (!path.startsWith("/") || path.indexOf('?') >= 0 || path.indexOf('#') >= 0) {
      throw new IllegalArgumentException(
          "path: '%s' (expected: one that begins with /, without ? and #)".formatted(path));
    }
  }
}
