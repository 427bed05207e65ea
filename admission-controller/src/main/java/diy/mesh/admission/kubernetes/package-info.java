/**
 * What the admission controller does in the cluster: asks about namespaces and Services, and keeps
 * its own webhooks' trust right.
 *
 * <p>In: the cluster's client. Out: a {@link diy.mesh.admission.review.ClusterView} for {@code
 * review}; the {@code caBundle} of the webhook configurations.
 */
@NullMarked
package diy.mesh.admission.kubernetes;

import org.jspecify.annotations.NullMarked;
