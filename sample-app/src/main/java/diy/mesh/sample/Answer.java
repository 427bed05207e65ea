package diy.mesh.sample;

import diy.mesh.sample.Settings.Self;
import java.util.Locale;

/**
 * One answer, in both of its forms.
 *
 * @param text one line, as a person wants it
 * @param json the same, as a program wants it
 */
record Answer(int status, String text, String json) {

  /** Of an instance that calls nobody. */
  static Answer of(Self self) {
    return new Answer(200, self.toString(), "{%s}".formatted(fields(self)));
  }

  /** Of an instance that called its upstream; where that failed, so has this request. */
  static Answer of(Self self, Reply reply) {
    return switch (reply) {
      case Reply.Answered(int status, boolean json, String body) ->
          new Answer(
              status < 500 ? 200 : 502,
              "%s -> %s%s".formatted(self, status == 200 ? "" : status + ": ", body),
              "{%s,\"upstreamStatus\":%d,\"upstream\":%s}"
                  .formatted(fields(self), status, json ? body : quoted(body)));
      case Reply.Missing(String problem) ->
          new Answer(502, "%s -> %s".formatted(self, problem), error(self, problem));
    };
  }

  /** Of an instance that fails on purpose. */
  static Answer failure(Self self, double failRate) {
    String problem = "fails on purpose (FAIL_RATE=%s)".formatted(failRate);
    return new Answer(500, "%s %s".formatted(self, problem), error(self, problem));
  }

  private static String error(Self self, String problem) {
    return "{%s,\"error\":%s}".formatted(fields(self), quoted(problem));
  }

  private static String fields(Self self) {
    return "\"app\":%s,\"version\":%s,\"host\":%s"
        .formatted(quoted(self.app()), quoted(self.version()), quoted(self.host()));
  }

  private static String quoted(String text) {
    var quoted = new StringBuilder("\"");
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '"' || c == '\\') {
        quoted.append('\\').append(c);
      } else if (c < ' ') {
        quoted.append(String.format(Locale.ROOT, "\\u%04x", (int) c));
      } else {
        quoted.append(c);
      }
    }
    return quoted.append('"').toString();
  }
}
