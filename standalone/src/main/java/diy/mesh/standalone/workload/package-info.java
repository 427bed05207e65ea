/**
 * Which pods shall there be? After {@code objects}, before {@code kubelet}.
 *
 * <p>In: Deployments and Pods as they were applied, and the pods that run. Out: pods to start, each
 * passed through the same injector as on Kubernetes, and pods to stop. Pure.
 */
@NullMarked
package diy.mesh.standalone.workload;

import org.jspecify.annotations.NullMarked;
