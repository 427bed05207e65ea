package diy.mesh.dataplane.admin;

import diy.mesh.dataplane.config.HeldTarget;
import diy.mesh.dataplane.config.HeldTarget.Knowledge;
import diy.mesh.dataplane.config.StreamStatus;
import diy.mesh.dataplane.path.Decision;
import diy.mesh.dataplane.path.Explanation;
import diy.mesh.dataplane.refuse.Refusal;
import diy.mesh.model.route.Backend;
import diy.mesh.model.route.Origin;
import diy.mesh.model.route.RequestHead;
import diy.mesh.model.route.Rule;
import diy.mesh.model.service.Address;
import diy.mesh.model.service.Endpoint;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A decision and its reasons as JSON, in the order of the {@code RequestPath}'s steps. */
final class ExplainPage {

  private final StreamStatus stream;
  private final HeldTarget held;
  private final Instant now;
  private final Json json = new Json();

  ExplainPage(StreamStatus stream, HeldTarget held, Instant now) {
    this.stream = stream;
    this.held = held;
    this.now = now;
  }

  /** A request that is refused before anybody asks where it goes. */
  String refused(Address to, Refusal refusal) {
    json.beginObject().name("destination").value(to.toString());
    refusal(refusal);
    return json.endObject().toString();
  }

  String decided(Address to, RequestHead head, Explanation explanation) {
    json.beginObject().name("destination").value(to.toString());
    json.name("request").beginObject().name("method").value(head.method());
    json.name("target").value(head.target());
    json.name("authority").value(head.authority()).endObject();
    json.name("connected").value(stream.up());
    json.name("configAgeSeconds").value(stream.age(now).toSeconds());
    knowledge(explanation.knowledge());
    Rule rule = explanation.rule();
    if (rule != null) {
      rule(rule, explanation.shares());
    }
    Backend next = explanation.next();
    json.name("backend").value(next == null ? null : next.service().toString());
    switch (explanation.decision()) {
      case Decision.Forward(var upstream, var _, var _) -> upstream(upstream);
      case Decision.Refuse(var refusal, var _) -> {
        upstream(null);
        refusal(refusal);
      }
    }
    return json.endObject().toString();
  }

  private void knowledge(Knowledge knowledge) {
    json.name("version").value(held.version());
    json.name("ageSeconds").value(Duration.between(held.since(), now).toSeconds());
    json.name("knowledge");
    switch (knowledge) {
      case Knowledge.Asked _ -> json.value("asked");
      case Knowledge.Unanswered _ -> json.value("unanswered");
      case Knowledge.NotOurs(var block) ->
          json.value("not-ours").name("block").value(block.toString());
      case Knowledge.Known(var plan) -> {
        json.value("known").name("service").value(plan.target().service().toString());
        json.name("port").value(plan.target().port());
      }
    }
    var rejection = held.rejection();
    if (rejection != null) {
      json.name("rejected").value(rejection.reason());
    }
  }

  private void rule(Rule rule, List<Explanation.Share> shares) {
    json.name("rule").beginObject().name("kind").value(rule.origin().kind());
    json.name("resource").value(rule.origin().resource());
    switch (rule.origin()) {
      case Origin.InFile in -> json.name("file").value(in.file()).name("line").value(in.line());
      case Origin.InCluster in -> json.name("generation").value(in.generation());
    }
    json.endObject().name("totalWeight").value(rule.backends().total());
    json.name("backends").beginArray();
    shares.forEach(this::share);
    json.endArray();
  }

  private void share(Explanation.Share share) {
    json.beginObject().name("service").value(share.backend().service().toString());
    json.name("weight").value(share.backend().weight());
    json.name("endpoints").beginArray();
    if (share.backend().state() instanceof Backend.Resolved(var endpoints)) {
      for (Endpoint endpoint : endpoints) {
        json.beginObject().name("address").value(endpoint.address().toString());
        json.name("workload").value(endpoint.workload()).endObject();
      }
    }
    json.endArray();
    switch (share.decision()) {
      case Decision.Forward(var upstream, var _, var _) ->
          json.name("next").value(upstream.toString());
      case Decision.Refuse(var refusal, var _) -> refusal(refusal);
    }
    json.endObject();
  }

  private void upstream(@Nullable Address upstream) {
    json.name("upstream").value(upstream == null ? null : upstream.toString());
  }

  private void refusal(Refusal refusal) {
    json.name("refusal").beginObject().name("status").value(refusal.status());
    json.name("reason").value(refusal.reason());
    json.name("message").value(refusal.message()).endObject();
  }
}
