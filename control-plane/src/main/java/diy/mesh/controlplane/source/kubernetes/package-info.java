/**
 * A Kubernetes API server as a source.
 *
 * <p>In: watches of Services, EndpointSlices and routes. Out: changes. {@code KubernetesSource}
 * lists and watches; what an object says is read by {@link diy.mesh.resources}, as if it were
 * written in a file. While the API server is away, all it told last goes on serving.
 */
@NullMarked
package diy.mesh.controlplane.source.kubernetes;

import org.jspecify.annotations.NullMarked;
