/**
 * Which protocol is this? After {@code listener}, before {@code http} or {@code relay}.
 *
 * <p>In: the first bytes of a connection, or their absence. Out: a {@link
 * diy.mesh.dataplane.detect.Verdict}. The bytes looked at are passed on, none is lost.
 */
@NullMarked
package diy.mesh.dataplane.detect;

import org.jspecify.annotations.NullMarked;
