package diy.mesh.dataplane.path;

import diy.mesh.dataplane.config.HeldTarget.Knowledge;
import diy.mesh.dataplane.refuse.Refusal;
import diy.mesh.dataplane.route.RulePlan;
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
 * <p>A request reads the plan of its destination once, so it sees one version of it from beginning
 * to end. Used by all event loops; holds no state of its own.
 */
public final class RequestPath {

  private static final Decision NO_TUNNEL =
      new Decision.Refuse(
          new Refusal.Malformed(
              Refusal.Fault.CONNECT_NOT_ALLOWED,
              "method CONNECT (let through only with MESH_ALLOW_CONNECT=true)"));

  private final Predicate<Address> ownListener;
  private final boolean allowConnect;

  /**
   * A path for this proxy that refuses CONNECT.
   *
   * @param ownListener whether an address is one of the proxy's own redirected ports
   */
  public RequestPath(Predicate<Address> ownListener) {
    this(ownListener, false);
  }

  /**
   * A path for this proxy.
   *
   * @param ownListener whether an address is one of the proxy's own redirected ports
   * @param allowConnect whether CONNECT is forwarded: what goes through the tunnel is seen by no
   *     rule any more
   */
  public RequestPath(Predicate<Address> ownListener, boolean allowConnect) {
    this.ownListener = ownListener;
    this.allowConnect = allowConnect;
  }

  /** Where this request goes. */
  public Decision decide(Destination destination, RequestHead head) {
    return !allowConnect && head.method().equals("CONNECT")
        ? NO_TUNNEL
        : decide(destination, head, Trail.TAKE);
  }

  /** Where the next such request would go, and why; takes no request's turn. */
  public Explanation explain(Destination.Outbound destination, RequestHead head) {
    var look = new Explanation.Look();
    Decision decision = decide(destination, head, look);
    RulePlan rule = look.rule();
    List<Explanation.Share> shares =
        rule == null
            ? List.of()
            : rule.rule().backends().backends().stream()
                .map(each -> new Explanation.Share(each, balance(rule, each, look)))
                .toList();
    Knowledge knowledge = Objects.requireNonNull(look.knowledge(), "every decision reads it");
    return new Explanation(
        knowledge, rule == null ? null : rule.rule(), shares, look.backend(), decision);
  }

  private Decision decide(Destination destination, RequestHead head, Trail trail) {
    return switch (destination) {
      case Destination.Inbound(var address) -> forward(address, null);
      case Destination.Outbound(var address, var held) ->
          switch (trail.read(held.knowledge())) {
            case Knowledge.Known(var plan) -> balance(plan.ruleFor(head), trail);
            case Knowledge.NotOurs _, Knowledge.Unanswered _, Knowledge.Asked _ ->
                forward(address, null);
          };
    };
  }

  /** Where this connection goes, whose bytes are not HTTP. */
  public Decision decideConnection(Destination destination) {
    return switch (destination) {
      case Destination.Inbound(var address) -> forward(address, null);
      case Destination.Outbound(var address, var held) ->
          switch (held.knowledge()) {
            case Knowledge.Known(var plan) -> balance(plan.ruleForConnection(), Trail.TAKE);
            case Knowledge.NotOurs _, Knowledge.Unanswered _, Knowledge.Asked _ ->
                forward(address, null);
          };
    };
  }

  /**
   * Whether connections to here are none of our business: relayed without a look at their bytes.
   */
  public boolean isNotOurs(Destination destination) {
    return destination instanceof Destination.Outbound(var address, var held)
        && held.knowledge() instanceof Knowledge.NotOurs
        && !ownListener.test(address); // a loop is looked at: HTTP can be told why it is refused
  }

  private Decision balance(RulePlan rule, Trail trail) {
    Backend backend = trail.draw(rule);
    return backend == null
        ? new Decision.Refuse(new Refusal.NoWeight(rule.rule().origin().toString()))
        : balance(rule, backend, trail);
  }

  private Decision balance(RulePlan rule, Backend backend, Trail trail) {
    if (backend.state() instanceof Backend.Unresolved(var why)) {
      return new Decision.Refuse(
          new Refusal.UnknownBackend(
              backend.service().toString(), why, rule.rule().origin().toString()));
    }
    Endpoint endpoint = trail.pick(rule, backend);
    if (endpoint == null) {
      return new Decision.Refuse(new Refusal.NoEndpoint(backend.service().toString()));
    }
    return forward(endpoint.address(), backend);
  }

  private Decision forward(Address upstream, @Nullable Backend backend) {
    return ownListener.test(upstream)
        ? new Decision.Refuse(new Refusal.Loop(upstream))
        : new Decision.Forward(upstream, backend);
  }
}
