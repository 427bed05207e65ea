/**
 * What a proxy asks for and holds: everything one destination address needs, as one value.
 *
 * <p>In: services, endpoints and rules. Out: a {@link diy.mesh.model.target.Target} that the
 * control plane streams, and that the proxy compiles into a plan. Pure.
 */
@NullMarked
package diy.mesh.model.target;

import org.jspecify.annotations.NullMarked;
