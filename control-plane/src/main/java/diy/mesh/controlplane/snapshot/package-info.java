/**
 * What does one address need? After {@code state}, before {@code stream}.
 *
 * <p>In: a {@link diy.mesh.controlplane.state.MeshState} and an address that a proxy asked for.
 * Out: the {@link diy.mesh.model.target.Target}, and its bytes, made once per version for all
 * proxies. Pure.
 */
@NullMarked
package diy.mesh.controlplane.snapshot;

import org.jspecify.annotations.NullMarked;
