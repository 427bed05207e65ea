/**
 * What became of a route? Verdicts for people, and later back to the resources.
 *
 * <p>In: a {@link diy.mesh.controlplane.state.MeshState}. Out: a {@link
 * diy.mesh.controlplane.status.RouteVerdict} for each route, found by the very code that builds
 * targets. Next: {@code admin}; and {@code kubernetes}, where a {@link
 * diy.mesh.controlplane.status.StatusWriter} puts them. Pure but for that.
 */
@NullMarked
package diy.mesh.controlplane.status;

import org.jspecify.annotations.NullMarked;
