/**
 * Programs of this machine that are run to their end: {@code ip}, {@code iptables-restore}.
 *
 * <p>In: words and what to feed them. Out: what they printed, or a failure that names them.
 */
@NullMarked
package diy.mesh.standalone.process;

import org.jspecify.annotations.NullMarked;
