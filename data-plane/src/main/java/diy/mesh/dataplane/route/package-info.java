/**
 * Which backend serves this request? After {@code http} and {@code relay}, before {@code balance}.
 *
 * <p>In: a target of the model and a request's head. Out: a rule's backend. Compiles what {@code
 * model.route} decides into a form that costs a request nothing it does not use. Knows no Netty.
 */
@NullMarked
package diy.mesh.dataplane.route;

import org.jspecify.annotations.NullMarked;
