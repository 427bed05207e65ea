/**
 * The wires: namespaces, links, addresses, Service rules and host names.
 *
 * <p>In: which pods and Services exist. Out: packets that find their way, as kube-proxy, a CNI
 * plugin and DNS would have it. Everything happens inside namespaces of our own. What is rendered
 * (rules, hosts, batches) is pure.
 */
@NullMarked
package diy.mesh.standalone.network;

import org.jspecify.annotations.NullMarked;
