/**
 * What injector, init program and proxy must agree on: ports, user id, chain and annotation names.
 *
 * <p>In: nothing. Out: constants. Pure.
 */
@NullMarked
package diy.mesh.model.workload;

import org.jspecify.annotations.NullMarked;
