package diy.mesh.sample;

import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * How one instance behaves.
 *
 * @param self who answers
 * @param port 0 to 65535; 0 takes any free one
 * @param upstream called for every request; null calls nobody
 * @param failRate the share of requests answered 500, 0 to 1
 * @param delay before each answer
 */
record Settings(Self self, int port, @Nullable URI upstream, double failRate, Duration delay) {

  private static final Pattern DELAY = Pattern.compile("([0-9]{1,6})(ms|s)");

  /** Who answers: the name of the app, its version, and the host (on Kubernetes, the pod). */
  record Self(String app, String version, String host) {
    @Override
    public String toString() {
      return "%s %s on %s".formatted(app, version, host);
    }
  }

  /**
   * Reads {@code APP}, {@code VERSION}, {@code HOSTNAME}, {@code PORT}, {@code UPSTREAM}, {@code
   * FAIL_RATE} and {@code DELAY}; an empty one counts as missing.
   *
   * @throws IllegalArgumentException if one has a value it cannot have; the message says which
   */
  static Settings fromEnvironment(Map<String, String> environment) {
    var self =
        new Self(
            value(environment, "APP", "sample-app"),
            value(environment, "VERSION", "v1"),
            value(environment, "HOSTNAME", "localhost"));
    return new Settings(
        self,
        port(value(environment, "PORT", "8080")),
        upstream(value(environment, "UPSTREAM", "")),
        failRate(value(environment, "FAIL_RATE", "0")),
        delay(value(environment, "DELAY", "0ms")));
  }

  private static String value(Map<String, String> environment, String name, String fallback) {
    String value = environment.getOrDefault(name, "").strip();
    return value.isEmpty() ? fallback : value;
  }

  private static int port(String text) {
    if (text.matches("[0-9]{1,5}") && Integer.parseInt(text) <= 65_535) {
      return Integer.parseInt(text);
    }
    throw bad("PORT", text, "0 to 65535");
  }

  private static @Nullable URI upstream(String text) {
    if (text.isEmpty()) {
      return null;
    }
    try {
      var uri = URI.create(text);
      if ("http".equals(uri.getScheme()) && uri.getHost() != null) {
        return uri;
      }
    } catch (IllegalArgumentException e) {
      // Answered below, like a URI of another kind.
    }
    throw bad("UPSTREAM", text, "an http URL, for example http://app-b");
  }

  private static double failRate(String text) {
    try {
      double rate = Double.parseDouble(text);
      if (rate >= 0 && rate <= 1) {
        return rate;
      }
    } catch (NumberFormatException e) {
      // Answered below, like a number out of range.
    }
    throw bad("FAIL_RATE", text, "0 to 1, for example 0.2 for every fifth request");
  }

  private static Duration delay(String text) {
    Matcher parts = DELAY.matcher(text);
    if (!parts.matches()) {
      throw bad("DELAY", text, "milliseconds or seconds, for example 50ms or 2s");
    }
    long number = Long.parseLong(parts.group(1));
    return parts.group(2).equals("s") ? Duration.ofSeconds(number) : Duration.ofMillis(number);
  }

  private static IllegalArgumentException bad(String name, String value, String expected) {
    return new IllegalArgumentException("%s: '%s' (expected: %s)".formatted(name, value, expected));
  }
}
