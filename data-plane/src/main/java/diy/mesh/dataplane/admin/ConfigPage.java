package diy.mesh.dataplane.admin;

import diy.mesh.dataplane.config.HeldTarget;
import diy.mesh.dataplane.config.HeldTarget.Knowledge;
import diy.mesh.dataplane.config.StreamStatus;
import diy.mesh.model.route.Backend;
import diy.mesh.model.route.RequestMatch;
import diy.mesh.model.route.Rule;
import diy.mesh.model.service.Endpoint;
import diy.mesh.model.target.Target;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** What the proxy holds and since when, as JSON: the page behind {@code /config}. */
final class ConfigPage {

  private final Instant now;
  private final Json json = new Json();

  private ConfigPage(Instant now) {
    this.now = now;
  }

  static String render(StreamStatus stream, List<HeldTarget> targets, Instant now) {
    var page = new ConfigPage(now);
    page.json.beginObject().name("stream");
    page.stream(stream);
    page.json.name("targets").beginArray();
    targets.forEach(page::target);
    page.json.endArray().endObject();
    return page.json.toString();
  }

  private void stream(StreamStatus stream) {
    json.beginObject().name("up").value(stream.up());
    json.name("since").value(stream.since().toString());
    json.name("configAgeSeconds").value(stream.age(now).toSeconds());
    json.name("problem").value(stream.up() ? null : stream.problem()).endObject();
  }

  private void target(HeldTarget target) {
    json.beginObject().name("address").value(target.address().toString());
    json.name("version").value(target.version());
    json.name("ageSeconds").value(Duration.between(target.since(), now).toSeconds());
    json.name("connections").value(target.users());
    switch (target.knowledge()) {
      case Knowledge.Asked _ -> state("asked");
      case Knowledge.Unanswered _ -> state("unanswered");
      case Knowledge.NotOurs(var block) -> {
        state("not-ours");
        json.name("block").value(block.toString());
      }
      case Knowledge.Known(var plan) -> {
        state("known");
        service(plan.target());
      }
    }
    var rejection = target.rejection();
    if (rejection != null) {
      json.name("rejected").beginObject().name("version").value(rejection.version());
      json.name("reason").value(rejection.reason()).endObject();
    }
    json.endObject();
  }

  private void state(String state) {
    json.name("state").value(state);
  }

  private void service(Target.OfService target) {
    json.name("service").value(target.service().toString());
    json.name("port").value(target.port()).name("rules").beginArray();
    for (Rule rule : target.rules()) {
      json.beginObject().name("origin").value(rule.origin().toString());
      if (!rule.matches().equals(List.of(RequestMatch.ANY))) {
        json.name("for").value(rule.conditions());
      }
      json.name("backends").beginArray();
      rule.backends().backends().forEach(this::backend);
      json.endArray().endObject();
    }
    json.endArray();
  }

  private void backend(Backend backend) {
    json.beginObject().name("service").value(backend.service().toString());
    json.name("weight").value(backend.weight());
    switch (backend.state()) {
      case Backend.Unresolved(var reason) -> json.name("unresolved").value(reason);
      case Backend.Resolved(var endpoints) -> {
        json.name("endpoints").beginArray();
        for (Endpoint endpoint : endpoints) {
          json.beginObject().name("address").value(endpoint.address().toString());
          json.name("workload").value(endpoint.workload()).endObject();
        }
        json.endArray();
      }
    }
    json.endObject();
  }
}
