/**
 * The command line: one class for each command.
 *
 * <p>In: arguments. Out: lines for people, exit codes for scripts. Next: {@code RunningMesh} is
 * what commands ask, a {@code node} on this machine or one in a {@code cluster}; {@code client}
 * talks to its parts, {@code demo} plays the demo, {@code standalone} runs the node itself.
 */
@NullMarked
package diy.mesh.meshctl;

import org.jspecify.annotations.NullMarked;
