/**
 * The sidecar proxy: every TCP connection of its pod passes through here.
 *
 * <p>In: connections that iptables redirected. Out: the same bytes, to where the routes say. {@link
 * diy.mesh.dataplane.Main} joins the stations; their order is that of a request.
 */
@NullMarked
package diy.mesh.dataplane;

import org.jspecify.annotations.NullMarked;
