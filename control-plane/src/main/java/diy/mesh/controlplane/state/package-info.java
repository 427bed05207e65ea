/**
 * What is there? After {@code source}, before {@code snapshot}.
 *
 * <p>In: events of all sources. Out: the {@link diy.mesh.controlplane.state.MeshState}, an
 * immutable value that answers questions about services, endpoints and routes, and whom a change
 * concerns. Pure. The order in which resources arrive never matters.
 */
@NullMarked
package diy.mesh.controlplane.state;

import org.jspecify.annotations.NullMarked;
