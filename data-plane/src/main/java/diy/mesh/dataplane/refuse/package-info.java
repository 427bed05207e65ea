/**
 * The answers that the proxy makes itself.
 *
 * <p>In: a failure from any station of the path. Out: a status, a reason for headers and metrics,
 * and what to do next. The only place that knows how a failure looks to a client. Knows no Netty.
 */
@NullMarked
package diy.mesh.dataplane.refuse;

import org.jspecify.annotations.NullMarked;
