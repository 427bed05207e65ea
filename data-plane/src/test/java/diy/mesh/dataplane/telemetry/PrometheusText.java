package diy.mesh.dataplane.telemetry;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Reads Prometheus' text format 0.0.4 as strictly as it is written down, more so than Prometheus
 * itself: what it accepts every scraper does.
 */
final class PrometheusText {

  record Sample(String name, Map<String, String> labels, double value) {}

  /** All that was scraped. */
  record Scrape(Map<String, Family> families) {
    Family family(String name) {
      return Objects.requireNonNull(families.get(name), name);
    }
  }

  record Family(String name, String help, String type, List<Sample> samples) {}

  private static final Pattern NAME = Pattern.compile("[a-zA-Z_:][a-zA-Z0-9_:]*");
  private static final Pattern LABEL = Pattern.compile("[a-zA-Z_][a-zA-Z0-9_]*");
  private static final Pattern HELP = Pattern.compile("# HELP (\\S+) ((?:[^\\\\\n]|\\\\[\\\\n])+)");
  private static final Pattern TYPE = Pattern.compile("# TYPE (\\S+) (counter|gauge|histogram)");
  private static final Pattern VALUE = Pattern.compile("-?[0-9]+(\\.[0-9]+)?|\\+Inf|NaN");

  private final String line;
  private int at;

  private PrometheusText(String line) {
    this.line = line;
  }

  static Scrape parse(String text) {
    check(text.endsWith("\n"), "ends without a line feed");
    var families = new LinkedHashMap<String, Family>();
    var seen = new HashSet<Sample>();
    String help = "";
    var family = new Family("", "", "", List.of());
    for (String line : text.lines().toList()) {
      var helped = HELP.matcher(line);
      var typed = TYPE.matcher(line);
      if (helped.matches()) {
        check(NAME.matcher(helped.group(1)).matches(), line);
        help = line;
      } else if (typed.matches()) {
        check(help.startsWith("# HELP " + typed.group(1) + " "), "TYPE without HELP: " + line);
        family = new Family(typed.group(1), help, typed.group(2), new ArrayList<>());
        check(families.put(family.name(), family) == null, "twice: " + line);
      } else {
        Sample sample = new PrometheusText(line).sample();
        check(belongs(sample, family), "not of %s: %s".formatted(family.name(), line));
        check(seen.add(new Sample(sample.name(), sample.labels(), 0)), "twice: " + line);
        family.samples().add(sample);
      }
    }
    families.values().stream().filter(f -> f.type().equals("histogram")).forEach(Histogram::check);
    return new Scrape(families);
  }

  private static boolean belongs(Sample sample, Family family) {
    return family.type().equals("histogram")
        ? Set.of("_bucket", "_sum", "_count").stream()
            .anyMatch(suffix -> sample.name().equals(family.name() + suffix))
        : sample.name().equals(family.name());
  }

  private Sample sample() {
    String name = upTo("{ ");
    check(NAME.matcher(name).matches(), line);
    var labels = new LinkedHashMap<String, String>();
    if (line.charAt(at) == '{') {
      do {
        at++;
        String label = upTo("=");
        check(LABEL.matcher(label).matches() && !label.startsWith("__"), line);
        at++;
        check(labels.put(label, quoted()) == null, "label twice: " + line);
      } while (line.charAt(at) == ',');
      check(line.charAt(at++) == '}', line);
    }
    check(line.charAt(at++) == ' ', line);
    String value = line.substring(at);
    check(VALUE.matcher(value).matches(), line);
    return new Sample(name, labels, Double.parseDouble(value.replace("+Inf", "Infinity")));
  }

  private String upTo(String ends) {
    int start = at;
    while (ends.indexOf(line.charAt(at)) < 0) {
      at++;
    }
    return line.substring(start, at);
  }

  private String quoted() {
    var value = new StringBuilder();
    check(line.charAt(at++) == '"', line);
    while (line.charAt(at) != '"') {
      char c = line.charAt(at++);
      if (c == '\\') {
        char escaped = line.charAt(at++);
        check("\\\"n".indexOf(escaped) >= 0, "unknown escape: " + line);
        value.append(escaped == 'n' ? '\n' : escaped);
      } else {
        value.append(c);
      }
    }
    at++;
    return value.toString();
  }

  private static void check(boolean valid, String message) {
    if (!valid) {
      throw new AssertionError(message);
    }
  }

  /** For each set of labels: buckets that rise to +Inf, which is the count, and a sum. */
  private static final class Histogram {

    static void check(Family family) {
      var buckets = new LinkedHashMap<Map<String, String>, List<Sample>>();
      var counts = new LinkedHashMap<Map<String, String>, Double>();
      var sums = new HashSet<Map<String, String>>();
      for (Sample sample : family.samples()) {
        var labels = new LinkedHashMap<>(sample.labels());
        if (sample.name().endsWith("_bucket")) {
          PrometheusText.check(labels.remove("le") != null, "no le: " + sample);
          buckets.computeIfAbsent(labels, _ -> new ArrayList<>()).add(sample);
        } else if (sample.name().endsWith("_count")) {
          counts.put(labels, sample.value());
        } else {
          sums.add(labels);
        }
      }
      PrometheusText.check(buckets.keySet().equals(counts.keySet()), "buckets without count");
      PrometheusText.check(buckets.keySet().equals(sums), "buckets without sum");
      buckets.forEach((labels, samples) -> check(samples, counts.getOrDefault(labels, -1.0)));
    }

    private static void check(List<Sample> buckets, double count) {
      double before = Double.NEGATIVE_INFINITY;
      double seen = 0;
      for (Sample bucket : buckets) {
        String le = String.valueOf(bucket.labels().get("le"));
        double bound = Double.parseDouble(le.replace("+Inf", "Infinity"));
        PrometheusText.check(bound > before, "le falls: " + bucket);
        PrometheusText.check(bucket.value() >= seen, "count falls: " + bucket);
        before = bound;
        seen = bucket.value();
      }
      PrometheusText.check(Double.isInfinite(before) && seen == count, "+Inf is not the count");
    }
  }
}
