/**
 * How does a pod's traffic reach its proxy? The first station of a request's trip.
 *
 * <p>In: {@link diy.mesh.redirect.Settings} from the environment and the nat rules found in this
 * network namespace. {@link diy.mesh.redirect.Redirection} says which rules are wanted, {@link
 * diy.mesh.redirect.RedirectPlan} what must change; both are pure. {@link
 * diy.mesh.redirect.Redirector} carries the plan out, one atomic {@code iptables-restore} for each
 * address family, and reads it back. Out: connections that arrive at the proxy's two ports, where
 * the data plane's listener is next.
 */
@NullMarked
package diy.mesh.redirect;

import org.jspecify.annotations.NullMarked;
