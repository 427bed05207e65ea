/**
 * Who is outside of the mesh though it asked to be in? Beside the trip of a config change: no proxy
 * hears of it.
 *
 * <p>In: the cluster's pods and namespaces, looked at now and then. Out: an event on each pod that
 * was made without its sidecar, by one of all control planes. What decides is {@link
 * diy.mesh.model.workload.MissedSidecar}.
 */
@NullMarked
package diy.mesh.controlplane.sidecar;

import org.jspecify.annotations.NullMarked;
