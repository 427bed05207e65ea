package diy.mesh.dataplane.telemetry;

import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * What logs do not show of requests and responses.
 *
 * @param fields whose values are secrets, in small letters
 * @param queries whether what stands behind the question mark of a target is shown
 */
public record Redaction(Set<String> fields, boolean queries) {

  /** Fields whose values let whoever reads them act as somebody else. */
  public static final List<String> SECRET =
      List.of(
          "authorization",
          "proxy-authorization",
          "authentication-info",
          "cookie",
          "set-cookie",
          "x-api-key",
          "x-auth-token",
          "x-amz-security-token",
          "x-csrf-token",
          "x-vault-token");

  private static final String HIDDEN = "(redacted)";

  public Redaction {
    fields = Set.copyOf(fields);
  }

  /**
   * Hides {@link #SECRET} and more.
   *
   * @param more names in any case
   */
  public static Redaction of(List<String> more, boolean queries) {
    var fields = new HashSet<String>(SECRET);
    more.forEach(name -> fields.add(name.toLowerCase(Locale.ROOT)));
    return new Redaction(fields, queries);
  }

  /** A field's value as it may be shown. */
  String value(String name, String value) {
    return fields.contains(name.toLowerCase(Locale.ROOT)) ? HIDDEN : value;
  }

  /** A target as it may be shown. */
  String target(String target) {
    int query = queries ? -1 : target.indexOf('?');
    return query < 0 ? target : target.substring(0, query + 1) + HIDDEN;
  }
}
