package diy.mesh.dataplane.path;

import diy.mesh.dataplane.config.HeldTarget.Knowledge;
import diy.mesh.dataplane.refuse.Refusal;
import diy.mesh.dataplane.route.RulePlan;
import diy.mesh.model.route.Backend;
import diy.mesh.model.route.RequestHead;
import diy.mesh.model.service.Address;
import diy.mesh.model.service.Endpoint;
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

  private final Predicate<Address> ownListener;

  /**
   * A path for this proxy.
   *
   * @param ownListener whether an address is one of the proxy's own redirected ports
   */
  public RequestPath(Predicate<Address> ownListener) {
    this.ownListener = ownListener;
  }

  /** Where this request goes. */
  public Decision decide(Destination destination, RequestHead head) {
    return switch (destination) {
      case Destination.Inbound(var address) -> forward(address, null);
      case Destination.Outbound(var address, var held) ->
          switch (held.knowledge()) {
            case Knowledge.Known(var plan) -> balance(plan.ruleFor(head));
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
            case Knowledge.Known(var plan) -> balance(plan.ruleForConnection());
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

  private Decision balance(RulePlan rule) {
    Backend backend = rule.draw();
    if (backend == null) {
      return new Decision.Refuse(new Refusal.NoWeight(rule.rule().origin().toString()));
    }
    if (backend.state() instanceof Backend.Unresolved(var why)) {
      return new Decision.Refuse(
          new Refusal.UnknownBackend(
              backend.service().toString(), why, rule.rule().origin().toString()));
    }
    Endpoint endpoint = rule.balancer(backend).pick();
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
