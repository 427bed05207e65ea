/**
 * What changes in a pod so that its traffic passes the mesh. Before the pod exists anywhere.
 *
 * <p>In: a pod as a JSON tree, its namespace and that namespace's labels. Out: an {@link
 * diy.mesh.admission.inject.InjectionDecision}, with a patch where the pod joins. Next: the webhook
 * sends the patch to Kubernetes, {@code standalone} applies it itself. Pure: knows no Kubernetes
 * client.
 */
@NullMarked
package diy.mesh.admission.inject;

import org.jspecify.annotations.NullMarked;
