/**
 * Where verdicts go back to: the statuses of a cluster's routes.
 *
 * <p>In: what {@code status} wants a route's status to say. Out: patches of the status alone, by
 * one of all control planes.
 */
@NullMarked
package diy.mesh.controlplane.status.kubernetes;

import org.jspecify.annotations.NullMarked;
