/**
 * The command line: one class for each command.
 *
 * <p>In: arguments. Out: lines for people, exit codes for scripts. Next: {@code client} asks what
 * runs inside the node, {@code demo} plays the demo, {@code standalone} runs the node itself.
 */
@NullMarked
package diy.mesh.meshctl;

import org.jspecify.annotations.NullMarked;
