/**
 * What injector, init program, proxy and control plane must agree on: ports, user id, annotation
 * names, and which pods are to have a sidecar.
 *
 * <p>In: labels and annotations. Out: constants and plain answers. Pure.
 */
@NullMarked
package diy.mesh.model.workload;

import org.jspecify.annotations.NullMarked;
