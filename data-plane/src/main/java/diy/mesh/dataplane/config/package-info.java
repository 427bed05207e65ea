/**
 * What the proxy knows of the targets its pod talks to: the config's trip ends here.
 *
 * <p>In: destination addresses that connections ask for, and the control plane's answers on one
 * gRPC stream. Out: a {@link diy.mesh.dataplane.config.HeldTarget} for each destination, whose plan
 * is swapped as one when a new version comes. One event loop owns all of it; the others only read.
 * Next: {@code route}.
 */
@NullMarked
package diy.mesh.dataplane.config;

import org.jspecify.annotations.NullMarked;
