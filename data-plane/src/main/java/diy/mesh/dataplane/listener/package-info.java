/**
 * Accepts the connections that iptables redirects to us. The first station of a request's trip.
 *
 * <p>In: a connection to one of the proxy's ports. Out: the same with the address it was going to.
 * {@link diy.mesh.dataplane.listener.ConnectionTrip} then takes it through {@code detect} to {@code
 * http} or {@code relay}.
 */
@NullMarked
package diy.mesh.dataplane.listener;

import org.jspecify.annotations.NullMarked;
