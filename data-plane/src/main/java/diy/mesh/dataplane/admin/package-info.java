/**
 * The proxy's own HTTP server: is it ready, what did it count, what does it hold?
 *
 * <p>In: the state of {@code config} and {@code telemetry}, only read. Out: pages for kubelets,
 * Prometheus and people. Stands beside the path, on the same event loops.
 */
@NullMarked
package diy.mesh.dataplane.admin;

import org.jspecify.annotations.NullMarked;
