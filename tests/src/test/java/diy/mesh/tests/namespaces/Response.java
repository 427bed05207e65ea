package diy.mesh.tests.namespaces;

/**
 * A response as received.
 *
 * @param head status line and fields, each with its line end
 * @param body empty where there is none
 */
record Response(int status, String head, String body) {

  /** The first field of that name; empty where there is none. */
  String field(String name) {
    return field(head, name);
  }

  static String field(String head, String name) {
    return head.lines()
        .filter(line -> line.regionMatches(true, 0, name + ":", 0, name.length() + 1))
        .map(line -> line.substring(name.length() + 1).strip())
        .findFirst()
        .orElse("");
  }
}
