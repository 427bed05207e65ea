/**
 * Which endpoint of the chosen backend? After {@code route}, before {@code upstream}.
 *
 * <p>In: a backend's endpoints. Out: one of them, or nothing where there are none. Knows no Netty.
 */
@NullMarked
package diy.mesh.dataplane.balance;

import org.jspecify.annotations.NullMarked;
