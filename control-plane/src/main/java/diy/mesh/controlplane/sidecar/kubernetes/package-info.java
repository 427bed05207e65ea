/**
 * The pods of a cluster, and the events on them.
 *
 * <p>In: what {@code sidecar} wants to know and to tell. Out: lists of pods and namespaces, page by
 * page; events that {@code kubectl describe pod} shows.
 */
@NullMarked
package diy.mesh.controlplane.sidecar.kubernetes;

import org.jspecify.annotations.NullMarked;
