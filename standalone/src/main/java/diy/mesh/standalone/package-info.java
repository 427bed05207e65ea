/**
 * One machine as a Kubernetes node: the same manifests, run as processes in network namespaces.
 *
 * <p>In: objects that {@code meshctl apply} put into {@code objects/}. Out: pods with addresses,
 * sidecars and real iptables rules, and the EndpointSlices the control plane reads. It is a demo
 * and a test rig, not an orchestrator. The machine's own network is never touched.
 */
@NullMarked
package diy.mesh.standalone;

import org.jspecify.annotations.NullMarked;
