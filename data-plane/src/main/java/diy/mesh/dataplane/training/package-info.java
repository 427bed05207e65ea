/**
 * How a proxy gets to know itself before it is needed: a run with real traffic, at whose end Java
 * writes an AOT cache. No station of the trip; runs in a process of its own, once for each image.
 *
 * <p>In: the launcher of a built proxy. Out: {@code data-plane.aot} beside it, found to be of use.
 * Reached by {@code data-plane train}.
 */
@NullMarked
package diy.mesh.dataplane.training;

import org.jspecify.annotations.NullMarked;
