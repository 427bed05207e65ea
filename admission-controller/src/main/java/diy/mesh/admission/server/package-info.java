/**
 * Where the API server asks.
 *
 * <p>In: HTTPS requests with an {@code AdmissionReview}. Out: the answers of {@code review}.
 */
@NullMarked
package diy.mesh.admission.server;

import org.jspecify.annotations.NullMarked;
