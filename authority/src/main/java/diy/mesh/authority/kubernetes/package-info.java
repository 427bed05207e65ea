/**
 * Where the authority is kept: in one Secret, so that every replica of both planes is the same one.
 *
 * <p>In: the cluster's client. Out: a {@link diy.mesh.authority.Succession}, made by whoever needs
 * it first.
 */
@NullMarked
package diy.mesh.authority.kubernetes;

import org.jspecify.annotations.NullMarked;
