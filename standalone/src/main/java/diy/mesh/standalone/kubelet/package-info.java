/**
 * Runs pods: a network namespace, containers as processes in their order, probes, the end.
 *
 * <p>In: a pod's plan. Out: processes, and {@link diy.mesh.standalone.kubelet.RunningPod}s that say
 * how they are. Before it {@code pod} says what is asked for; after it {@code endpoints} tells who
 * takes traffic. Uses platform threads only: Linux keeps network namespaces per thread, and the
 * carrier of a virtual thread would take its namespace along to the next one.
 */
@NullMarked
package diy.mesh.standalone.kubelet;

import org.jspecify.annotations.NullMarked;
