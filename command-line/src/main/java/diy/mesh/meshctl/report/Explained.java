package diy.mesh.meshctl.report;

import com.fasterxml.jackson.annotation.JsonValue;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * What a proxy says of a request that nobody has sent.
 *
 * @param asked for whom, and what
 * @param answer of the proxy's page {@code /explain}
 */
public record Explained(Question asked, JsonNode answer, Place place) implements Report {

  private static final String INDENT = "                 ";

  /**
   * A request that might be sent.
   *
   * @param from the pod, {@code namespace/name}
   * @param method such as {@code GET}
   * @param host as the URL names it
   */
  public record Question(String from, String method, String url, String host) {}

  /** The question first, then the proxy's own words, with the rule's file where it can be read. */
  @JsonValue
  JsonNode json() {
    ObjectNode json = ((ObjectNode) answer).objectNode();
    json.put("from", asked.from()).put("method", asked.method()).put("url", asked.url());
    json.setAll(((ObjectNode) answer).deepCopy());
    if (json.path("rule") instanceof ObjectNode rule && rule.has("file")) {
      var origin = origin(rule);
      int colon = origin.lastIndexOf(':');
      rule.put("file", origin.substring(0, colon));
      rule.put("line", Integer.parseInt(origin.substring(colon + 1)));
    }
    return json;
  }

  @Override
  public List<String> lines() {
    var lines = new ArrayList<String>();
    lines.add(
        "%s %s, as the proxy of %s decides it"
            .formatted(asked.method(), asked.url(), asked.from()));
    if (answer.has("knowledge")) {
      destination(lines);
      if (answer.has("rule")) {
        rule(lines);
      }
      loop(lines);
    }
    lines.add("=> " + outcome());
    return lines;
  }

  private void destination(List<String> lines) {
    String address = text("destination");
    String to = address.startsWith(asked.host()) ? address : asked.host() + " is " + address;
    lines.add(step(1, "destination", to));
    lines.add(
        INDENT
            + switch (text("knowledge")) {
              case "known" ->
                  "Service %s, port %d; version %s, %d s old"
                      .formatted(
                          text("service"),
                          answer.path("port").asInt(),
                          text("version"),
                          answer.path("ageSeconds").asLong());
              case "not-ours" ->
                  "not ours, as all of %s: passes through untouched".formatted(text("block"));
              default ->
                  "the control plane has not answered: passes through until it does; see"
                      + " ./meshctl check";
            });
    if (!answer.path("connected").asBoolean()) {
      lines.add(
          INDENT
              + "the control plane is away: config is up to %d s old"
                  .formatted(answer.path("configAgeSeconds").asLong()));
    }
    if (answer.has("rejected")) {
      lines.add(INDENT + "a newer version could not be used: " + text("rejected"));
    }
  }

  private void rule(List<String> lines) {
    JsonNode rule = answer.path("rule");
    String kind = rule.path("kind").asText();
    String origin = rule.has("file") ? origin(rule) : "generation " + rule.path("generation");
    lines.add(step(2, "rule", "%s %s".formatted(kind, rule.path("resource").asText())));
    lines.add(
        INDENT + (kind.equals("Service") ? "no route: all to its own endpoints, " : "") + origin);
    int total = answer.path("totalWeight").asInt();
    String name = "weights";
    for (JsonNode backend : answer.path("backends")) {
      lines.add((name.isEmpty() ? INDENT : step(3, name, "")) + share(backend, total));
      name = "";
    }
    for (JsonNode backend : answer.path("backends")) {
      backend.path("endpoints").forEach(endpoint -> lines.add(endpoint(backend, endpoint)));
    }
  }

  private String origin(JsonNode rule) {
    return place.of("%s:%d".formatted(rule.path("file").asText(), rule.path("line").asInt()));
  }

  private String share(JsonNode backend, int total) {
    int weight = backend.path("weight").asInt();
    String service = backend.path("service").asText();
    String share =
        String.format(
            Locale.ROOT,
            "%d of %d (%.1f %%) to %s",
            weight,
            total,
            total == 0 ? 0.0 : 100.0 * weight / total,
            service);
    String turn = service.equals(text("backend")) ? ", whose turn it is" : "";
    JsonNode refusal = backend.path("refusal");
    return share
        + turn
        + (refusal.isMissingNode()
            ? ""
            : ": refused with %d, %s"
                .formatted(refusal.path("status").asInt(), refusal.path("reason").asText()));
  }

  private static String endpoint(JsonNode backend, JsonNode endpoint) {
    String address = endpoint.path("address").asText();
    return step(4, "endpoint", address)
        + " (%s)".formatted(endpoint.path("workload").asText())
        + (address.equals(backend.path("next").asText()) ? ", next" : "");
  }

  private void loop(List<String> lines) {
    boolean loop = answer.path("refusal").path("reason").asText().equals("loop");
    lines.add(step(5, "loop", loop ? "yes: the proxy's own port" : "no"));
  }

  private String outcome() {
    JsonNode refusal = answer.path("refusal");
    return refusal.isMissingNode()
        ? "goes to %s%s".formatted(text("upstream"), isUntouched() ? ", untouched" : "")
        : "refused with %d, %s: %s"
            .formatted(
                refusal.path("status").asInt(),
                refusal.path("reason").asText(),
                refusal.path("message").asText());
  }

  private boolean isUntouched() {
    return !text("knowledge").equals("known");
  }

  private static String step(int number, String name, String text) {
    return "%d  %-13s %s".formatted(number, name, text);
  }

  private String text(String name) {
    return answer.path(name).asText();
  }
}
