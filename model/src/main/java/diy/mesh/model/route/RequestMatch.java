package diy.mesh.model.route;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Which requests a rule takes: those that meet every condition.
 *
 * @param path what its path must be
 * @param headers all of which it must have, in the order of their names
 */
public record RequestMatch(PathMatch path, List<HeaderMatch> headers) {

  /** Every request. */
  public static final RequestMatch ANY = new RequestMatch(PathMatch.any(), List.of());

  /**
   * Who is asked first, as the Gateway API has it: an exact path, then the longest prefix, then the
   * most headers. Of equals the rule that is listed first.
   */
  public static final Comparator<RequestMatch> MOST_SPECIFIC_FIRST =
      Comparator.comparing((RequestMatch match) -> match.path instanceof PathMatch.Prefix)
          .thenComparing(match -> match.path.path().length(), Comparator.reverseOrder())
          .thenComparing(match -> match.headers.size(), Comparator.reverseOrder());

  public RequestMatch {
    headers = headers.stream().sorted(Comparator.comparing(HeaderMatch::name)).toList();
  }

  /** Whether there is no condition. */
  public boolean isAny() {
    return path.isAny() && headers.isEmpty();
  }

  /** Whether a request is taken. */
  public boolean matches(RequestHead head) {
    if (!path.matches(head.target())) {
      return false;
    }
    for (HeaderMatch header : headers) {
      if (!header.matches(head)) {
        return false;
      }
    }
    return true;
  }

  /** Such as {@code path below /beta, x-tester: yes}. */
  @Override
  public String toString() {
    var conditions = new ArrayList<String>();
    if (!path.isAny()) {
      conditions.add(path.toString());
    }
    headers.forEach(header -> conditions.add(header.toString()));
    return conditions.isEmpty() ? "every request" : String.join(", ", conditions);
  }
}
