package diy.mesh.dataplane.path;

import diy.mesh.dataplane.config.HeldTarget.Knowledge;
import diy.mesh.dataplane.route.RulePlan;
import diy.mesh.dataplane.route.RulePlan.Choice;
import diy.mesh.dataplane.route.TargetPlan;
import diy.mesh.dataplane.telemetry.RequestTrace;
import diy.mesh.model.route.RequestHead;
import diy.mesh.model.route.RequestMatch;
import diy.mesh.model.route.Rule;
import diy.mesh.model.service.Address;
import diy.mesh.model.service.Endpoint;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Takes a request's turns as any request does, and notes in its trace what was decided and why. */
record NotingTrail(Address destination, RequestTrace trace) implements Trail {

  @Override
  public Knowledge read(Knowledge knowledge) {
    trace.step("target", destination + " " + meaning(knowledge));
    return knowledge;
  }

  private static String meaning(Knowledge knowledge) {
    return switch (knowledge) {
      case Knowledge.Known(var plan) ->
          "is port %d of Service %s".formatted(plan.target().port(), plan.target().service());
      case Knowledge.NotOurs(var block) ->
          "is none of the mesh's (%s): goes on to where it was going".formatted(block);
      case Knowledge.Unanswered _, Knowledge.Asked _ ->
          "is unknown, the control plane has not answered: goes on to where it was going";
    };
  }

  @Override
  public @Nullable RulePlan rule(TargetPlan plan, RequestHead head) {
    RulePlan rule = plan.ruleFor(head);
    trace.step("rule", rule == null ? "none takes it" : taken(rule.rule()));
    return rule;
  }

  private static String taken(Rule rule) {
    return rule.matches().equals(List.of(RequestMatch.ANY))
        ? "%s takes it".formatted(rule.origin())
        : "%s takes it, which is for %s".formatted(rule.origin(), rule.conditions());
  }

  @Override
  public @Nullable Choice draw(RulePlan rule) {
    Choice choice = rule.draw();
    String weights =
        rule.choices().stream()
            .map(each -> "%s %d".formatted(each.backend().service(), each.backend().weight()))
            .collect(Collectors.joining(", "));
    trace.step(
        "weights",
        choice == null
            ? weights + ": nobody's turn"
            : weights + ": the turn of " + choice.backend().service());
    return choice;
  }

  @Override
  public @Nullable Endpoint pick(Choice choice) {
    Endpoint endpoint = choice.balancer().pick();
    trace.step(
        "balance",
        endpoint == null
            ? "%s has no endpoint".formatted(choice.backend().service())
            : "the next endpoint of %s is %s"
                .formatted(choice.backend().service(), endpoint.address()));
    return endpoint;
  }
}
