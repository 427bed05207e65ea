/**
 * Where does a request go? All routing decisions of the mesh are made here.
 *
 * <p>In: a {@link diy.mesh.model.route.RequestHead} and the rules of a target. Out: a rule and one
 * of its backends. Pure: no clock, no dice of its own. The proxy, validation and {@code meshctl
 * explain} call the same code.
 */
@NullMarked
package diy.mesh.model.route;

import org.jspecify.annotations.NullMarked;
