/**
 * The admission controller as a program: what the API server asks before it stores an object.
 *
 * <p>In: the environment. Out: a running HTTPS server. Wires, in this order, the authority, {@code
 * review} (what is answered), {@code kubernetes} (what is known of the cluster) and {@code server}.
 */
@NullMarked
package diy.mesh.admission;

import org.jspecify.annotations.NullMarked;
