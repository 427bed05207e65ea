package diy.mesh.model.route;

import org.jspecify.annotations.Nullable;

/**
 * What routing may read of a request: a view over the bytes received, whatever the HTTP version.
 *
 * <p>Valid only while its request is being decided; keep values, not the view.
 */
public interface RequestHead {

  /** The method as received, case kept (RFC 9110 section 9.1). */
  String method();

  /**
   * Path and query as received, for example {@code /cart?id=7}; {@code *} for {@code OPTIONS *}.
   */
  String target();

  /** Host and optional port that the client asked for; empty where it named none. */
  String authority();

  /**
   * The first field of that name, its surrounding white space removed.
   *
   * @param name compared without regard to case
   * @return null where the request has no such field
   */
  @Nullable String header(String name);
}
