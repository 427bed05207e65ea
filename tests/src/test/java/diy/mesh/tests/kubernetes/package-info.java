/**
 * The mesh on a real Kubernetes API server, one class for each behaviour.
 *
 * <p>In: the cluster that KUBECONFIG names, kubectl, and a built checkout. Out: what a user of
 * {@code kubectl} sees. Each class has a control plane of its own, which may do what the installed
 * one may, and namespaces of its own, which it removes.
 */
@NullMarked
package diy.mesh.tests.kubernetes;

import org.jspecify.annotations.NullMarked;
