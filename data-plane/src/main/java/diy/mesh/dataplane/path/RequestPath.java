package diy.mesh.dataplane.path;

import diy.mesh.dataplane.config.HeldTarget.Knowledge;
import diy.mesh.dataplane.refuse.Refusal;
import diy.mesh.dataplane.route.RulePlan;
import diy.mesh.dataplane.route.TargetPlan;
import diy.mesh.dataplane.telemetry.Attribution;
import diy.mesh.dataplane.telemetry.Direction;
import diy.mesh.dataplane.telemetry.RequestTrace;
import diy.mesh.dataplane.telemetry.SeriesTable;
import diy.mesh.model.route.Backend;
import diy.mesh.model.route.RequestHead;
import diy.mesh.model.service.Address;
import diy.mesh.model.service.Endpoint;
import java.util.List;
import java.util.Objects;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Every decision about a request, from top to bottom:
 *
 * <ol>
 *   <li>destination: whose address is this? The app's own, a Service's, or nobody's of ours
 *   <li>route: the rule of that Service that takes the request
 *   <li>weights: the rule's backend, from its shuffled deck
 *   <li>balance: the backend's endpoint
 *   <li>loop: never the proxy's own port
 * </ol>
 *
 * <p>And once more, where the endpoint takes no connection: {@link #elsewhere}.
 *
 * <p>A request reads the plan of its destination once, so it sees one version of it from beginning
 * to end. Used by all event loops; holds no state of its own.
 */
public final class RequestPath {

  private static final Refusal NO_TUNNEL =
      new Refusal.Malformed(
          Refusal.Fault.CONNECT_NOT_ALLOWED,
          "method CONNECT (let through only with MESH_ALLOW_CONNECT=true)");

  /** One request knocks at no more doors than these: where three are shut, all may be. */
  private static final int MOST_ENDPOINTS = 3;

  private final Predicate<Address> ownListener;
  private final boolean allowConnect;
  private final Attribution inbound;
  private final Attribution passthrough;
  private final Attribution unreadInbound;
  private final Attribution unreadOutbound;

  /**
   * A path for this proxy.
   *
   * @param ownListener whether an address is one of the proxy's own redirected ports
   * @param allowConnect whether CONNECT is forwarded: what goes through the tunnel is seen by no
   *     rule any more
   * @param series for what no rule decides
   */
  public RequestPath(Predicate<Address> ownListener, boolean allowConnect, SeriesTable series) {
    this.ownListener = ownListener;
    this.allowConnect = allowConnect;
    inbound = Attribution.withoutRule(series, Direction.INBOUND, SeriesTable.INBOUND);
    passthrough = Attribution.withoutRule(series, Direction.OUTBOUND, SeriesTable.PASSTHROUGH);
    unreadInbound = Attribution.withoutRule(series, Direction.INBOUND, SeriesTable.UNREAD);
    unreadOutbound = Attribution.withoutRule(series, Direction.OUTBOUND, SeriesTable.UNREAD);
  }

  /** Where this request goes. */
  public Decision decide(Destination destination, RequestHead head) {
    return isForbidden(head)
        ? new Decision.Refuse(NO_TUNNEL, unread(destination))
        : follow(destination, head, Trail.TAKE);
  }

  /**
   * Where this request goes.
   *
   * @param trace where each step is noted; null for nowhere
   */
  public Decision decide(Destination destination, RequestHead head, @Nullable RequestTrace trace) {
    if (trace == null || isForbidden(head)) {
      return decide(destination, head);
    }
    if (destination instanceof Destination.Inbound(var address)) {
      trace.step("target", "%s is the pod's own".formatted(address));
    }
    return follow(destination, head, new NotingTrail(destination.address(), trace));
  }

  /** Where this request goes, whose client has its own upstream: there, if anywhere. */
  public Decision decide(Decision.Forward own, RequestHead head) {
    return isForbidden(head) ? new Decision.Refuse(NO_TUNNEL, own.attribution()) : own;
  }

  private boolean isForbidden(RequestHead head) {
    return !allowConnect && head.method().equals("CONNECT");
  }

  /** Where the next such request would go, and why; takes no request's turn. */
  public Explanation explain(Destination.Outbound destination, RequestHead head) {
    var look = new Explanation.Look();
    Decision decision = follow(destination, head, look);
    RulePlan rule = look.rule();
    List<Explanation.Share> shares =
        rule == null
            ? List.of()
            : rule.choices().stream()
                .map(each -> new Explanation.Share(each.backend(), balance(each, look)))
                .toList();
    Knowledge knowledge = Objects.requireNonNull(look.knowledge(), "every decision reads it");
    return new Explanation(
        knowledge, rule == null ? null : rule.rule(), shares, look.backend(), decision);
  }

  private Decision follow(Destination destination, RequestHead head, Trail trail) {
    return switch (destination) {
      case Destination.Inbound(var address) -> forward(address, inbound, null);
      case Destination.Outbound(var address, var held) ->
          switch (trail.read(held.knowledge())) {
            case Knowledge.Known(var plan) -> route(plan, head, trail);
            case Knowledge.NotOurs _, Knowledge.Unanswered _, Knowledge.Asked _ ->
                forward(address, passthrough, null);
          };
    };
  }

  /** Where this connection goes, whose bytes are not HTTP. */
  public Decision decideConnection(Destination destination) {
    return switch (destination) {
      case Destination.Inbound(var address) -> forward(address, inbound, null);
      case Destination.Outbound(var address, var held) ->
          switch (held.knowledge()) {
            case Knowledge.Known(var plan) -> {
              RulePlan rule = plan.ruleForConnection();
              // Conditions are for requests: to all others it is as if there were no rule.
              yield rule == null ? forward(address, passthrough, null) : balance(rule, Trail.TAKE);
            }
            case Knowledge.NotOurs _, Knowledge.Unanswered _, Knowledge.Asked _ ->
                forward(address, passthrough, null);
          };
    };
  }

  /**
   * Where a request goes on whose upstream took no connection: nothing of it was sent, so any may
   * try another endpoint of the same backend. What goes to one address only has no other.
   *
   * @param from the decision that led to the last one
   * @param tried whom this request found to take no connection, the last one last
   * @param why what the last one's connection failed with
   */
  public Decision elsewhere(Decision.Forward from, List<Address> tried, String why) {
    RulePlan.Choice choice = from.choice();
    if (choice != null && tried.size() < MOST_ENDPOINTS) {
      Endpoint other = choice.balancer().pickOther(tried);
      if (other != null) {
        return forward(other.address(), from.attribution(), choice);
      }
    }
    return new Decision.Refuse(new Refusal.ConnectFailed(tried, why), from.attribution());
  }

  /**
   * Whether connections to here are none of our business: relayed without a look at their bytes.
   */
  public boolean isNotOurs(Destination destination) {
    return destination instanceof Destination.Outbound(var address, var held)
        && held.knowledge() instanceof Knowledge.NotOurs
        && !ownListener.test(address); // a loop is looked at: HTTP can be told why it is refused
  }

  /** What a request is counted under that cannot be read, so that nothing is decided. */
  public Attribution unread(Destination destination) {
    return switch (destination) {
      case Destination.Inbound _ -> unreadInbound;
      case Destination.Outbound _ -> unreadOutbound;
    };
  }

  private Decision route(TargetPlan plan, RequestHead head, Trail trail) {
    RulePlan rule = trail.rule(plan, head);
    if (rule == null) {
      var noRule = new Refusal.NoRule(plan.target().service().toString(), head.target());
      return new Decision.Refuse(noRule, plan.withoutRule());
    }
    return balance(rule, trail);
  }

  private Decision balance(RulePlan rule, Trail trail) {
    RulePlan.Choice choice = trail.draw(rule);
    if (choice == null) {
      var noWeight = new Refusal.NoWeight(rule.rule().origin().toString());
      return new Decision.Refuse(noWeight, rule.withoutBackend());
    }
    return balance(choice, trail);
  }

  private Decision balance(RulePlan.Choice choice, Trail trail) {
    Attribution attribution = choice.attribution();
    if (choice.backend().state() instanceof Backend.Unresolved(var why)) {
      String service = choice.backend().service().toString();
      var unknown = new Refusal.UnknownBackend(service, why, attribution.origin());
      return new Decision.Refuse(unknown, attribution);
    }
    Endpoint endpoint = trail.pick(choice);
    if (endpoint == null) {
      String service = choice.backend().service().toString();
      return new Decision.Refuse(new Refusal.NoEndpoint(service), attribution);
    }
    return forward(endpoint.address(), attribution, choice);
  }

  private Decision forward(
      Address upstream, Attribution attribution, RulePlan.@Nullable Choice choice) {
    return ownListener.test(upstream)
        ? new Decision.Refuse(new Refusal.Loop(upstream), attribution)
        : new Decision.Forward(upstream, attribution, choice);
  }
}
