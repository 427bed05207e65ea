/**
 * The request's trip in one place: read {@link diy.mesh.dataplane.path.RequestPath} first.
 *
 * <p>In: where a connection was going, and each request's head. Out: a {@link
 * diy.mesh.dataplane.path.Decision}. Before: {@code listener}, {@code detect}, {@code http}, {@code
 * relay}, which carry bytes and decide nothing. Next: {@code upstream}. Knows no Netty.
 */
@NullMarked
package diy.mesh.dataplane.path;

import org.jspecify.annotations.NullMarked;
