/**
 * What the API server asks, and what it is answered ({@code admission.k8s.io/v1}).
 *
 * <p>In: an {@code AdmissionReview} as a JSON tree, and what others in the cluster say ({@link
 * diy.mesh.admission.review.ClusterView}). Out: the same with a response. Next: {@code server}
 * carries it. Pods go through {@code inject}, routes through the reader that the control plane
 * uses.
 */
@NullMarked
package diy.mesh.admission.review;

import org.jspecify.annotations.NullMarked;
