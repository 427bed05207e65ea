/**
 * Who takes a Service's traffic? After {@code kubelet}, before {@code network} and the control
 * plane.
 *
 * <p>In: Services, and the pods with what they say about themselves. Out: EndpointSlices as files
 * for the control plane; Service ports and host names for the node's network, read from the same
 * slices. Pure.
 */
@NullMarked
package diy.mesh.standalone.endpoints;

import org.jspecify.annotations.NullMarked;
