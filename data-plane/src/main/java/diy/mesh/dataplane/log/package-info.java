/**
 * The proxy's own log: what it says about itself, on standard error. Beside the path; everybody
 * reaches it through SLF4J, which finds {@link diy.mesh.dataplane.log.LogProvider} by itself.
 *
 * <p>In: lines from any thread. Out: standard error, written by a thread of its own. Its level may
 * be changed while the proxy runs, which few implementations can do and none that is as small.
 */
@NullMarked
package diy.mesh.dataplane.log;

import org.jspecify.annotations.NullMarked;
