/**
 * Asks the API server whose a token is (TokenReview).
 *
 * <p>In: tokens that kubelets got for pods. Out: the pods.
 */
@NullMarked
package diy.mesh.controlplane.identity.kubernetes;

import org.jspecify.annotations.NullMarked;
