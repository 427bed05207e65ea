/**
 * Bytes that are not HTTP. After {@code detect}, or after {@code http} where a protocol was
 * upgraded.
 *
 * <p>In: two connections on one event loop. Out: every byte of each on the other, untouched, no
 * faster than it is taken; half-closed and broken connections included.
 */
@NullMarked
package diy.mesh.dataplane.relay;

import org.jspecify.annotations.NullMarked;
