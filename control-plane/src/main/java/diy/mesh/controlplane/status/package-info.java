/**
 * What became of a route? Verdicts for people, and later back to the resources.
 *
 * <p>In: a {@link diy.mesh.controlplane.state.MeshState}. Out: a {@link
 * diy.mesh.controlplane.status.RouteVerdict} for each route, found by the very code that builds
 * targets. Next: {@code admin}. Pure.
 */
@NullMarked
package diy.mesh.controlplane.status;

import org.jspecify.annotations.NullMarked;
