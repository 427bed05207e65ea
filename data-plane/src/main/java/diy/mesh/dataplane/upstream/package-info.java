/**
 * Connections to whom the path chose. After {@code path} and {@code balance}.
 *
 * <p>In: an address. Out: a connection on the caller's own event loop, fresh from {@link
 * diy.mesh.dataplane.upstream.Dialer} or kept by {@link
 * diy.mesh.dataplane.upstream.ConnectionPool}. Back to {@code http} or {@code relay}, which use it.
 */
@NullMarked
package diy.mesh.dataplane.upstream;

import org.jspecify.annotations.NullMarked;
