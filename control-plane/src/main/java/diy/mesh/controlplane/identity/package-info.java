/**
 * Whose proxy is it? Beside {@code stream}, which asks before it answers anything.
 *
 * <p>In: the token that a call brings. Out: the pod that the API server vouches for, or why not.
 */
@NullMarked
package diy.mesh.controlplane.identity;

import org.jspecify.annotations.NullMarked;
